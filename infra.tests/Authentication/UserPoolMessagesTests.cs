using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>What users are told, and who sends it.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class UserPoolMessagesTests(Synthesis synthesis)
{
    [Theory]
    [InlineData(Environments.Minimal, """{ "EmailSendingAccount": "COGNITO_DEFAULT" }""")]
    [InlineData(
        Environments.Bare,
        """{ "EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:us-east-1:111122223333:identity/example.com", "From": "no-reply@example.com" }"""
    )]
    [InlineData(
        Environments.Production,
        """
            {
              "EmailSendingAccount": "DEVELOPER", "SourceArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com",
              "From": "Acme <no-reply@example.com>", "ReplyToEmailAddress": "help@example.com", "ConfigurationSet": "mail"
            }
            """
    )]
    public void Mail_goes_through_SES_where_there_is_an_identity(string environment, string expected) =>
        Pool(environment)["EmailConfiguration"].Is(expected);

    [Theory]
    [InlineData(Environments.Minimal, """{ "DefaultEmailOption": "CONFIRM_WITH_CODE" }""")]
    [InlineData(
        Environments.Lite,
        """{ "DefaultEmailOption": "CONFIRM_WITH_CODE", "EmailSubject": "Your code", "EmailMessage": "It is {####}." }"""
    )]
    [InlineData(
        Environments.Production,
        """{ "DefaultEmailOption": "CONFIRM_WITH_LINK", "EmailSubjectByLink": "Yours?", "EmailMessageByLink": "Follow {##this link##}." }"""
    )]
    public void The_texts_stand_under_the_keys_of_the_chosen_style_only(string environment, string expected) =>
        Pool(environment)["VerificationMessageTemplate"].Is(expected);

    [Theory]
    [InlineData(Environments.Minimal, """{ "AllowAdminCreateUserOnly": true }""")]
    [InlineData(
        Environments.Production,
        """{ "AllowAdminCreateUserOnly": false, "InviteMessageTemplate": { "EmailSubject": "Welcome", "EmailMessage": "{username}: {####}" } }"""
    )]
    public void People_sign_themselves_up_only_where_the_file_says_so(string environment, string expected) =>
        Pool(environment)["AdminCreateUserConfig"].Is(expected);

    [Theory]
    [InlineData(
        Environments.Phone,
        """{ "ExternalId": "CognitoStack-phone-Authentication", "SnsCallerArn": "<AWS::IAM::Role Lets Cognito send text messages through SNS.Arn>" }"""
    )]
    [InlineData(
        Environments.Production,
        """{ "ExternalId": "CognitoStack-live-Authentication", "SnsCallerArn": "<AWS::IAM::Role Lets Cognito send text messages through SNS.Arn>", "SnsRegion": "eu-central-1" }"""
    )]
    public void Texts_go_through_SNS_with_an_external_id(string environment, string expected) =>
        Pool(environment)["SmsConfiguration"].Is(expected);

    [Theory]
    [InlineData(Environments.Phone, "phone", "<AWS::AccountId>")]
    [InlineData(Environments.Production, "live", "111122223333")]
    public void Only_Cognito_for_this_account_and_stack_takes_the_role_that_texts(string environment, string name, string account) =>
        SmsRole(environment)["AssumeRolePolicyDocument"]
            .Is(
                $$"""
                {
                  "Version": "2012-10-17",
                  "Statement": [{
                    "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "cognito-idp.amazonaws.com" },
                    "Condition": { "StringEquals": { "sts:ExternalId": "CognitoStack-{{name}}-Authentication", "aws:SourceAccount": "{{account}}" } }
                  }]
                }
                """
            );

    [Fact]
    public void The_role_that_texts_can_do_nothing_else()
    {
        synthesis
            .Of(Environments.Phone)
            .Statements(TemplateJson.Authentication, "Lets Cognito send text messages through SNS")
            .Is("""[{ "Effect": "Allow", "Action": "sns:Publish", "Resource": "*" }]""");
        SmsRole(Environments.Phone).Has("""{ "ManagedPolicyArns": null, "PermissionsBoundary": null }""");
    }

    [Fact]
    public void Nobody_may_text_where_the_file_has_no_sms()
    {
        Pool(Environments.Minimal).Has("""{ "SmsConfiguration": null }""");
        Assert.DoesNotContain(
            "sns:",
            synthesis.Of(Environments.Minimal).Json(TemplateJson.Authentication).ToJsonString(),
            StringComparison.Ordinal
        );
    }

    private JsonObject Pool(string environment) => synthesis.Of(environment).Only(TemplateJson.Authentication, "AWS::Cognito::UserPool");

    private JsonObject SmsRole(string environment) =>
        synthesis
            .Of(environment)
            .Only(TemplateJson.Authentication, "AWS::IAM::Role", "Description", "Lets Cognito send text messages through SNS");
}
