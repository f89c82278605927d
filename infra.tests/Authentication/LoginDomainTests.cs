using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.Authentication;

/// <summary>Where the login pages are, and how they look.</summary>
[Collection(SynthesisCollection.Name)]
public sealed class LoginDomainTests(Synthesis synthesis)
{
    /// <summary>The first part of the GUID at the end of the stack's id.</summary>
    private const string OfStackId = "<0 of <2 of <AWS::StackId> at /> at ->";

    [Theory]
    [InlineData(Environments.Production, "acme-live", 2)]
    [InlineData(Environments.Minimal, "dev-" + OfStackId, 2)]
    [InlineData(Environments.Bare, "signin-" + OfStackId, 2)]
    [InlineData(Environments.Lite, "lite-" + OfStackId, 1)]
    public void The_prefix_is_the_file_s_or_unique_and_without_reserved_words(string environment, string prefix, int version) =>
        synthesis
            .Of(environment)
            .Only(TemplateJson.Authentication, "AWS::Cognito::UserPoolDomain")
            .Is($$"""{ "UserPoolId": "<AWS::Cognito::UserPool>", "Domain": "{{prefix}}", "ManagedLoginVersion": {{version}} }""");

    [Theory]
    [InlineData(Environments.Production, "mobile", "portal", "web-app")]
    [InlineData(Environments.Minimal, "web")]
    [InlineData(Environments.Lite)]
    public void Every_client_that_signs_users_in_has_pages_where_the_plan_has_managed_login(string environment, params string[] clients)
    {
        var branding = synthesis.Of(environment).Properties(TemplateJson.Authentication, "AWS::Cognito::ManagedLoginBranding");
        Assert.Equal(
            clients.Select(c => $"<AWS::Cognito::UserPoolClient {c}>"),
            branding.Select(b => b["ClientId"]!.ToString()).Order(StringComparer.Ordinal)
        );
        Assert.All(
            branding,
            b =>
                b.Has(
                    """{ "UserPoolId": "<AWS::Cognito::UserPool>", "UseCognitoProvidedValues": true, "Settings": null, "Assets": null }"""
                )
        );
    }

    [Theory]
    [InlineData(Environments.Minimal, "<AWS::Region>", "web", "openid+email+profile", "http%3A%2F%2Flocalhost%3A3000%2Fcallback")]
    [InlineData(Environments.Production, "eu-west-1", "web-app", "openid+email", "https%3A%2F%2Fapp.example.com%2Fcallback")]
    public void The_published_address_begins_a_sign_in_with_the_first_client(
        string environment,
        string region,
        string client,
        string scopes,
        string callback
    ) =>
        Assert.Equal(
            $"https://<AWS::Cognito::UserPoolDomain>.auth.{region}.amazoncognito.com/login?client_id=<AWS::Cognito::UserPoolClient {client}>&response_type=code&scope={scopes}&redirect_uri={callback}",
            synthesis.Of(environment).Outputs(TemplateJson.Authentication)["SignInUrl"]
        );

    [Fact]
    public void Without_a_client_for_users_the_published_address_is_the_domain() =>
        Assert.Equal(
            "https://<AWS::Cognito::UserPoolDomain>.auth.<AWS::Region>.amazoncognito.com",
            synthesis.Of(Environments.MachineOnly).Outputs(TemplateJson.Authentication)["SignInUrl"]
        );
}
