using System.Text.Json.Nodes;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>The functions before and after authentication: who calls them, and what they may do.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class TriggerTests(Synthesis synthesis)
{
    private const string Gate = "Refuses sign-ins that the environment's rules do not allow";
    private const string Audit = "Records sign-ins";

    private const string GateLogs =
        """{ "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "<AWS::Logs::LogGroup SignInGatePreAuthenticationLogs.Arn>" }""";
    private const string AuditLogs =
        """{ "Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "<AWS::Logs::LogGroup SignInAuditPostAuthenticationLogs.Arn>" }""";

    [Theory]
    [InlineData(Environments.Minimal, Gate, Audit)]
    [InlineData(Environments.Phone, null, Audit)]
    [InlineData(Environments.RequiredMfa, Gate, null)]
    [InlineData(Environments.Bare, null, null)]
    public void A_trigger_is_there_unless_the_file_says_null(string environment, string? gate, string? audit)
    {
        var stack = synthesis.Of(environment);
        var wired = (stack.Only(TemplateJson.Authentication, "AWS::Cognito::UserPool")["LambdaConfig"] ?? new JsonObject()).AsObject();
        // A first federated sign-in reaches only the triggers of the sign-up, so each function stands at two.
        wired.Has(
            $$"""{ "PreAuthentication": {{Arn(gate)}}, "PreSignUp": {{Arn(gate)}}, "PostAuthentication": {{Arn(audit)}}, "PostConfirmation": {{Arn(audit)}} }"""
        );
        string[] functions = [.. new[] { audit, gate }.OfType<string>()];
        Assert.Equal(2 * functions.Length, wired.Count);
        Assert.Equal(
            functions,
            stack.Properties(TemplateJson.Authentication, "AWS::Lambda::Function").Select(f => f["Description"]!.ToString()).Order()
        );
        Assert.Equal(functions.Length, stack.Resources(TemplateJson.Authentication, "AWS::Lambda::Permission").Count);
        Assert.Equal(functions.Length, stack.Resources(TemplateJson.Authentication, "AWS::Logs::LogGroup").Count);
        Assert.Equal(audit is null ? 0 : 1, stack.Resources(TemplateJson.Authentication, "AWS::DynamoDB::Table").Count);

        static string Arn(string? function) => function is null ? "null" : $"\"<AWS::Lambda::Function {function}.Arn>\"";
    }

    [Theory]
    [InlineData(Gate)]
    [InlineData(Audit)]
    public void Only_this_pool_of_this_account_may_call(string function) =>
        synthesis
            .Of(Environments.Minimal)
            .Only(TemplateJson.Authentication, "AWS::Lambda::Permission", "FunctionName", $"<AWS::Lambda::Function {function}.Arn>")
            .Is(
                $$"""
                {
                  "Action": "lambda:InvokeFunction", "FunctionName": "<AWS::Lambda::Function {{function}}.Arn>", "Principal": "cognito-idp.amazonaws.com",
                  "SourceArn": "<AWS::Cognito::UserPool.Arn>", "SourceAccount": "<AWS::AccountId>"
                }
                """
            );

    [Theory]
    [InlineData(Gate, $"[{GateLogs}]")]
    [InlineData(
        Audit,
        $$"""[{{AuditLogs}}, { "Effect": "Allow", "Action": "dynamodb:UpdateItem", "Resource": "<AWS::DynamoDB::Table SignInAuditTable.Arn>" }]"""
    )]
    public void A_function_may_write_its_own_log_and_the_audit_adds_to_its_table(string function, string statements)
    {
        var stack = synthesis.Of(Environments.Minimal);
        stack.Statements(TemplateJson.Authentication, function).Is(statements);
        stack
            .Only(TemplateJson.Authentication, "AWS::IAM::Role", "Description", function)
            .Is(
                $$"""
                {
                  "Description": "{{function}}",
                  "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "lambda.amazonaws.com" } }] }
                }
                """
            );
    }

    [Theory]
    [InlineData(Gate, "SignInGatePreAuthenticationLogs")]
    [InlineData(Audit, "SignInAuditPostAuthenticationLogs")]
    public void A_function_is_native_and_ends_before_Cognito_calls_again(string function, string logs) =>
        Function(Environments.Minimal, function)
            .Has(
                $$"""
                {
                  "Runtime": "provided.al2023", "Architectures": ["x86_64"], "Handler": "bootstrap", "Timeout": 5, "MemorySize": 512, "Role": "<AWS::IAM::Role {{function}}.Arn>",
                  "LoggingConfig": { "LogFormat": "JSON", "LogGroup": "<AWS::Logs::LogGroup {{logs}}>" }, "VpcConfig": null, "Layers": null
                }
                """
            );

    [Theory]
    [InlineData(
        Environments.Minimal,
        Gate,
        """{ "ALLOW_EMAIL_DOMAINS": "", "DENY_EMAIL_DOMAINS": "", "REQUIRE_VERIFIED_EMAIL": "false", "ON_FAILURE": "deny", "SSL_CERT_FILE": "/var/task/amazon-roots.pem", "SSL_CERT_DIR": "/var/task/none" }"""
    )]
    [InlineData(
        Environments.Production,
        Gate,
        """{ "ALLOW_EMAIL_DOMAINS": "example.com,example.org", "DENY_EMAIL_DOMAINS": "mail.test", "REQUIRE_VERIFIED_EMAIL": "true", "ON_FAILURE": "deny", "SSL_CERT_FILE": "/var/task/amazon-roots.pem", "SSL_CERT_DIR": "/var/task/none" }"""
    )]
    [InlineData(
        Environments.Minimal,
        Audit,
        """{ "AUDIT_TABLE_NAME": "<AWS::DynamoDB::Table SignInAuditTable>", "AUDIT_RETENTION_DAYS": "400", "RECORD_LAST_SIGN_IN": "false", "SSL_CERT_FILE": "/var/task/amazon-roots.pem", "SSL_CERT_DIR": "/var/task/none" }"""
    )]
    [InlineData(
        Environments.Production,
        Audit,
        """{ "AUDIT_TABLE_NAME": "<AWS::DynamoDB::Table SignInAuditTable>", "AUDIT_RETENTION_DAYS": "500", "RECORD_LAST_SIGN_IN": "false", "SSL_CERT_FILE": "/var/task/amazon-roots.pem", "SSL_CERT_DIR": "/var/task/none" }"""
    )]
    public void A_function_knows_the_environment_by_its_variables_alone(string environment, string function, string variables) =>
        Function(environment, function)["Environment"]!["Variables"].Is(variables);

    [Theory]
    [InlineData(Environments.Minimal, 90, "Delete")]
    [InlineData(Environments.Production, 365, "Retain")]
    public void Logs_are_kept_as_long_as_the_file_says(string environment, int days, string policy)
    {
        var groups = synthesis.Of(environment).Resources(TemplateJson.Authentication, "AWS::Logs::LogGroup");
        Assert.Equal(2, groups.Count);
        Assert.All(
            groups,
            g =>
            {
                Assert.Equal(days, g["Properties"]!["RetentionInDays"]!.GetValue<int>());
                g.Has($$"""{ "DeletionPolicy": "{{policy}}", "UpdateReplacePolicy": "{{policy}}" }""");
            }
        );
    }

    [Theory]
    [InlineData(Environments.Minimal, false, "Delete")]
    [InlineData(Environments.Production, true, "Retain")]
    public void The_records_expire_are_encrypted_and_can_be_restored(string environment, bool production, string policy)
    {
        var table = Assert.Single(synthesis.Of(environment).Resources(TemplateJson.Authentication, "AWS::DynamoDB::Table"));
        table.Has($$"""{ "DeletionPolicy": "{{policy}}", "UpdateReplacePolicy": "{{policy}}" }""");
        table["Properties"]!
            .AsObject()
            .Has(
                $$"""
                {
                  "KeySchema": [{ "AttributeName": "user", "KeyType": "HASH" }, { "AttributeName": "signIn", "KeyType": "RANGE" }],
                  "AttributeDefinitions": [{ "AttributeName": "user", "AttributeType": "S" }, { "AttributeName": "signIn", "AttributeType": "S" }],
                  "TimeToLiveSpecification": { "AttributeName": "expiresAt", "Enabled": true }, "BillingMode": "PAY_PER_REQUEST",
                  "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true }, "SSESpecification": { "SSEEnabled": true },
                  "DeletionProtectionEnabled": {{(production ? "true" : "false")}}
                }
                """
            );
    }

    private JsonObject Function(string environment, string description) =>
        synthesis.Of(environment).Only(TemplateJson.Authentication, "AWS::Lambda::Function", "Description", description);
}
