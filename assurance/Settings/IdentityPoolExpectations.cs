using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Settings;

/// <summary>The identity pool: whose tokens it takes, and which claims become tags. Which role a token leads to is for the proof "roles".</summary>
internal static class IdentityPoolExpectations
{
    public static IEnumerable<Expectation> Of(EnvironmentConfiguration environment, TemplateSet templates)
    {
        var access = environment.Access;
        var direct = access.DirectProviders ?? new();
        var providerName = templates.Pool()?.Attributes["ProviderName"];
        var expected = new Expectation("AWS::Cognito::IdentityPool", "the identity pool", _ => true)
            .Says("AllowUnauthenticatedIdentities", "access.guests", access.Guests is not null)
            // The client itself would choose the role.
            .Says("AllowClassicFlow", Expectation.Always, false)
            .Says(
                "SupportedLoginProviders.accounts.google.com",
                "access.directProviders.google",
                direct.Google.Count == 1 ? direct.Google[0] : null
            )
            .Says("SupportedLoginProviders.graph.facebook.com", "access.directProviders.facebook", direct.Facebook)
            .Says("SupportedLoginProviders.www.amazon.com", "access.directProviders.amazon", direct.Amazon)
            .Says("SupportedLoginProviders.appleid.apple.com", "access.directProviders.apple", direct.Apple)
            .Says(
                "OpenIdConnectProviderARNs",
                "access.directProviders.oidcProviderArns",
                // Several clients of Google are one provider of IAM.
                direct.OidcProviderArns.Concat(direct.Google.Count > 1 ? templates.OfType("AWS::IAM::OIDCProvider").Select(p => p.Arn) : [])
            )
            .Says("SamlProviderARNs", "access.directProviders.samlProviderArns", direct.SamlProviderArns)
            .Outlives(environment.Production, "production")
            .Passes("IdentityPoolName", "IdentityPoolTags");
        foreach (
            var (name, id) in environment
                .Clients.Where(c => c.Value.Type != ClientType.Machine)
                .Select(c => (c.Key, templates.ClientId(c.Key)))
        )
            expected
                .Says($"CognitoIdentityProviders[{id}].ClientId", $"clients.{name}.type", id)
                .Says($"CognitoIdentityProviders[{id}].ProviderName", Expectation.Always, providerName)
                // A signed-out user would get new credentials.
                .Says($"CognitoIdentityProviders[{id}].ServerSideTokenCheck", Expectation.Always, true);
        yield return expected;

        yield return new Expectation("AWS::IAM::OIDCProvider", "Google", _ => true) { OfAny = true }
            .Says("Url", "access.directProviders.google", "https://accounts.google.com")
            .Says("ClientIdList", "access.directProviders.google", direct.Google)
            .Passes("Tags");
        var pool = templates.OfType("AWS::Cognito::IdentityPool").FirstOrDefault()?.Name;
        yield return new Expectation("AWS::Cognito::IdentityPoolRoleAttachment", "roles", _ => true)
            .Says("IdentityPoolId", Expectation.Always, pool)
            .Passes("Roles", "RoleMappings");
        // What the roles may do, and who takes them on, is for other proofs.
        yield return new Expectation(
            "AWS::IAM::Role",
            "users",
            r => AwsNames.NamesIdentities(r.Properties["AssumeRolePolicyDocument"]!.ToJsonString())
        )
        {
            OfAny = true,
            IsPartial = true,
        }.Says("MaxSessionDuration", "access.sessionMinutes", access.SessionMinutes * 60);
        if (access.PrincipalTags.Count == 0)
            yield break;
        var tags = new Expectation(
            "AWS::Cognito::IdentityPoolPrincipalTag",
            "the user pool",
            r => r.Text("IdentityProviderName") == providerName
        )
            .Says("IdentityPoolId", Expectation.Always, pool)
            .Says("IdentityProviderName", Expectation.Always, providerName)
            // Cognito's own choice of claims would put more into a session.
            .Says("UseDefaults", Expectation.Always, false);
        foreach (var (tag, claim) in access.PrincipalTags)
            tags.Says($"PrincipalTags.{tag}", $"access.principalTags.{tag}", claim);
        yield return tags;
    }
}
