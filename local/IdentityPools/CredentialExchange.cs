using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Http;

namespace CognitoStack.Local.IdentityPools;

/// <summary>The enhanced flow: an identity gets credentials of the role that the pool chooses, if that role trusts the pool.</summary>
internal sealed class CredentialExchange(
    IAuthorizer authorizer,
    ICredentialIssuer issuer,
    TimeProvider time,
    ILogger<CredentialExchange> log
)
{
    private const string Provider = OpenIdTokens.Host;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Exchanges.</summary>
    /// <exception cref="AwsException">No role, or one that lets nobody of this pool in.</exception>
    public async Task<Credentials> ExchangeAsync(
        IdentityPool pool,
        Identity identity,
        IReadOnlyList<Login> logins,
        string? customRole,
        CancellationToken cancel
    )
    {
        // With several logins the first one sent decides: AWS does not say which does.
        var login = logins.Count > 0 ? logins[0] : null;
        var choice = login is null ? RoleChoice.ForGuest(pool, customRole) : RoleChoice.For(pool, login, customRole);
        var tags = login is null ? new Dictionary<string, string>() : RoleChoice.TagsFor(pool, login);
        var methods = MethodsOf(logins);
        var role = pool.Deployed.FindByArn(choice.Role) ?? throw IdentityErrors.BadRoles();
        var context = new JsonObject
        {
            [$"{Provider}:aud"] = pool.Id,
            [$"{Provider}:amr"] = new JsonArray([.. methods.Select(m => JsonValue.Create(m))]),
            [$"{Provider}:sub"] = identity.Id,
        };
        if (!(await authorizer.DecideTrustAsync(role, Provider, context, tags, cancel)).Allowed)
            throw IdentityErrors.BadRoles();

        log.Exchanged(identity.Id, role.LogicalId, choice.Because);
        return issuer.Issue(
            new RoleSession
            {
                RoleArn = role.Arn,
                SessionName = "CognitoIdentityCredentials",
                Expires = time.GetUtcNow() + Lifetime,
                Variables = new Dictionary<string, string>
                {
                    [$"{Provider}:sub"] = identity.Id,
                    [$"{Provider}:aud"] = pool.Id,
                    [$"{Provider}:amr"] = string.Join(',', methods),
                },
                Tags = tags,
                IsGuest = login is null,
            }
        );
    }

    /// <summary>How somebody signed in, as the claim <c>amr</c>.</summary>
    public static IReadOnlyList<string> MethodsOf(IReadOnlyList<Login> logins) =>
        logins.Count == 0
            ? ["unauthenticated"]
            :
            [
                "authenticated",
                .. logins.SelectMany(l =>
                    new[] { l.Provider, $"{l.Provider}:{(l.IsOfUserPool ? "CognitoSignIn" : l.Client)}:{l.Subject}" }
                ),
            ];
}
