using CognitoStack.Configuration;
using CognitoStack.Templates;

namespace CognitoStack.Assurance.Access;

/// <summary>Switches that no policy shows, but without which the other proofs would prove nothing.</summary>
public static class SettingsProof
{
    /// <summary>Name of the proof.</summary>
    public const string Name = "settings";

    private static readonly string[] PublicAccess = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    private static readonly string[] PasswordFlows =
    [
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "USER_PASSWORD_AUTH",
    ];
    private static readonly string[] Read = ["AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient", "AWS::Lambda::Permission"];
    private static readonly string[] Source = ["SourceArn", "SourceAccount"];

    /// <summary>Reads the switches.</summary>
    public static ProofResult Of(Intent intent, Deployment deployment) =>
        new(
            Name,
            [],
            [
                .. IdentityPool(intent, deployment),
                .. Buckets(deployment),
                .. UserPools(intent, deployment.Templates),
                .. Clients(intent, deployment.Templates),
                .. Invocations(deployment.Templates),
            ]
        )
        {
            Examined = $"{1 + deployment.Buckets.Count + Read.Sum(type => deployment.Templates.OfType(type).Count())} resources",
        };

    private static IEnumerable<Difference> IdentityPool(Intent intent, Deployment deployment)
    {
        var pool = deployment.IdentityPool;
        if (pool.Text("AllowClassicFlow") == "true")
            yield return Fault(pool, "AllowClassicFlow", "false: the client itself would choose the role", "true");
        var guests = intent.Access.Guests is null ? "false" : "true";
        if ((pool.Text("AllowUnauthenticatedIdentities") ?? "false") != guests)
            yield return Fault(pool, "AllowUnauthenticatedIdentities", guests, pool.Text("AllowUnauthenticatedIdentities") ?? "unset");
        foreach (var provider in pool.Properties["CognitoIdentityProviders"]?.AsArray() ?? [])
            if (provider!["ServerSideTokenCheck"]?.ToString() != "true")
                yield return Fault(
                    pool,
                    "ServerSideTokenCheck",
                    "true: a signed-out user would get new credentials",
                    $"unset for {provider["ClientId"]}"
                );
        if (intent.Access.Guests is null && deployment.Attachment.Properties["Roles"]?["unauthenticated"] is not null)
            yield return Fault(deployment.Attachment, "Roles.unauthenticated", "none, as there are no guests", "a role");
    }

    private static IEnumerable<Difference> Buckets(Deployment deployment)
    {
        foreach (var bucket in deployment.Buckets.Select(b => b.Resource))
        {
            foreach (var flag in PublicAccess.Where(f => bucket.Properties["PublicAccessBlockConfiguration"]?[f]?.ToString() != "true"))
                yield return Fault(bucket, flag, "true", "off");
            // Without it object ACLs count, and no policy shows those.
            if (bucket.Properties["OwnershipControls"]?["Rules"]?[0]?["ObjectOwnership"]?.ToString() != "BucketOwnerEnforced")
                yield return Fault(bucket, "ObjectOwnership", "BucketOwnerEnforced", "ACLs count");
            if (bucket.Properties.ContainsKey("AccessControl"))
                yield return Fault(bucket, "AccessControl", "none", bucket.Text("AccessControl")!);
        }
    }

    private static IEnumerable<Difference> UserPools(Intent intent, TemplateSet templates)
    {
        foreach (var pool in templates.OfType("AWS::Cognito::UserPool"))
        {
            var mfa = intent.UserPool.Mfa.Mode switch
            {
                MfaMode.Off => "OFF",
                MfaMode.Optional => "OPTIONAL",
                _ => "ON",
            };
            if (pool.Text("MfaConfiguration") != mfa)
                yield return Fault(pool, "MfaConfiguration", mfa, pool.Text("MfaConfiguration") ?? "unset");
            var byAdministrator = intent.UserPool.SelfSignUp ? "false" : "true";
            if (pool.Properties["AdminCreateUserConfig"]?["AllowAdminCreateUserOnly"]?.ToString() != byAdministrator)
                yield return Fault(pool, "AllowAdminCreateUserOnly", byAdministrator, "otherwise");
            if (intent.Production && pool.Text("DeletionProtection") != "ACTIVE")
                yield return Fault(pool, "DeletionProtection", "ACTIVE", pool.Text("DeletionProtection") ?? "unset");
            if (pool.Properties["UsernameConfiguration"]?["CaseSensitive"]?.ToString() != "false")
                yield return Fault(pool, "CaseSensitive", "false: Ada and ada would be two users", "otherwise");
        }
    }

    private static IEnumerable<Difference> Clients(Intent intent, TemplateSet templates)
    {
        foreach (var client in templates.OfType("AWS::Cognito::UserPoolClient"))
        {
            if (client.Text("PreventUserExistenceErrors") != "ENABLED")
                yield return Fault(client, "PreventUserExistenceErrors", "ENABLED", client.Text("PreventUserExistenceErrors") ?? "unset");
            if (client.Text("EnableTokenRevocation") != "true")
                yield return Fault(client, "EnableTokenRevocation", "true", "otherwise");
            foreach (
                var flow in (client.Properties["ExplicitAuthFlows"]?.AsArray() ?? [])
                    .Select(f => f!.ToString())
                    .Where(PasswordFlows.Contains)
                    // Functions of the file ask questions of their own.
                    .Where(flow => flow != "ALLOW_CUSTOM_AUTH" || !intent.HasCustomAuthentication)
            )
                yield return Fault(client, "ExplicitAuthFlows", "no flow that sends the password or asks functions", flow);
            if ((client.Properties["ExplicitAuthFlows"]?.AsArray().Count ?? 0) == 0)
                yield return Fault(client, "ExplicitAuthFlows", "said outright, as Cognito's default allows more", "none");
            if ((client.Properties["AllowedOAuthFlows"]?.AsArray() ?? []).Any(f => f!.ToString() == "implicit"))
                yield return Fault(client, "AllowedOAuthFlows", "no implicit flow", "implicit");
            foreach (
                var url in (client.Properties["CallbackURLs"]?.AsArray() ?? [])
                    .Select(u => u!.ToString())
                    .Where(u => u.Contains('*', StringComparison.Ordinal) || IsPlain(u))
            )
                yield return Fault(client, "CallbackURLs", "https, localhost or an app's own scheme, without a star", url);
        }
    }

    private static bool IsPlain(string url) =>
        url.StartsWith("http://", StringComparison.Ordinal) && !url.StartsWith("http://localhost", StringComparison.Ordinal);

    /// <summary>A service may call a function only for this account's own resource: a stranger's user pool is a Cognito like any other.</summary>
    private static IEnumerable<Difference> Invocations(TemplateSet templates)
    {
        foreach (var permission in templates.OfType("AWS::Lambda::Permission"))
        {
            foreach (var half in Source.Where(h => permission.Text(h) is null))
                yield return Fault(permission, half, "said", "unset");
            if (permission.Text("Principal") == "*")
                yield return Fault(permission, "Principal", "a service", "*");
        }
    }

    private static Difference Fault(Resource resource, string setting, string expected, string got) =>
        new(resource.LogicalId, setting, resource.Type, expected, got, string.Empty);
}
