using System.Text.Json.Nodes;
using CognitoStack.Configuration;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>What the identity pool gives credentials for, and which.</summary>
internal static class ExchangeChecks
{
    private static readonly string[] NotAuthorized = ["NotAuthorizedException"];

    public static IEnumerable<Check> Of(World world)
    {
        var casting = world.Casting;
        if (casting.CannotSignIn is not null)
            yield break;
        if (casting.Ada.Role is null)
        {
            yield return Check.Skipped(
                CheckGroup.OwnData,
                "users get credentials",
                "no user of this environment gets a role without more than a sign-in"
            );
            yield break;
        }

        var (ada, ben) = (world[casting.Ada], world[casting.Ben]);
        yield return new(
            CheckGroup.OwnData,
            "ada and ben are two identities, and stay who they are",
            async _ =>
            {
                var (hers, his) = (await ada.Identity.GetAsync(), await ben.Identity.GetAsync());
                Expect.That(hers.Id != his.Id, "two identity IDs", $"both are {hers.Id}");
                Expect.Equal(
                    "ada's identity ID the second time",
                    hers.Id,
                    await world.Exchange.IdAsync((await ada.SignedIn.GetAsync()).IdToken)
                );
            }
        );
        foreach (var actor in new[] { ada, ben })
            yield return new(
                CheckGroup.OwnData,
                $"{actor.Subject.Name} gets the role {actor.Subject.Role}",
                async _ => Roles.Expect(actor.Subject.Role!, await actor.Identity.TakeAsync())
            );
        foreach (var (what, make) in Bad)
            yield return Refused(world, $"{what} gives no credentials", make);
        yield return With(
            ada,
            "a user pool that the identity pool does not know is no provider of tokens",
            (_, token) =>
                Expect.RefusedAsync(
                    "GetId with a token of another user pool, under its name",
                    () => world.Exchange.IdAsync(TokenSigner.OfAnotherPool(token), TokenSigner.OtherPool(world.Exchange.Provider)),
                    NotAuthorized,
                    Hints.Exchange
                )
        );
        yield return With(
            ada,
            "ada's credentials end in an hour",
            async (id, token) =>
            {
                var life = (await world.Exchange.CredentialsAsync(id, token)).Expiration!.Value.ToUniversalTime() - DateTime.UtcNow;
                Expect.That(
                    (life - TimeSpan.FromHours(1)).Duration() < TimeSpan.FromMinutes(2),
                    "credentials to end in an hour",
                    FormattableString.Invariant($"they end in {life.TotalMinutes:0} minutes")
                );
            }
        );
        yield return With(
            ada,
            "ada's token does not open ben's identity",
            async (_, token) =>
            {
                var bens = (await ben.Identity.GetAsync()).Id;
                await Expect.RefusedAsync(
                    "ben's identity with ada's token",
                    () => world.Exchange.CredentialsAsync(bens, token),
                    ["NotAuthorizedException", "ResourceConflictException"],
                    Hints.Exchange
                );
            }
        );
        yield return With(
            ada,
            "without a token ada's identity stays shut",
            (id, _) =>
                Expect.RefusedAsync(
                    "ada's identity without a token",
                    () => world.Exchange.CredentialsAsync(id, null),
                    NotAuthorized,
                    Hints.Exchange
                )
        );
        yield return With(
            ada,
            "nobody chooses a role by the classic flow",
            (id, token) =>
                Expect.RefusedAsync(
                    "GetOpenIdToken",
                    () => world.Exchange.OpenIdTokenAsync(id, token),
                    ["InvalidParameterException", "NotAuthorizedException"],
                    "AllowClassicFlow must be off."
                )
        );
        yield return CustomRole(world, ada);
    }

    private static IEnumerable<(string What, Func<Session, string> Make)> Bad =>
        [
            ("a token signed by somebody else", s => TokenSigner.Forged(s.IdToken)),
            ("a token of another user pool", s => TokenSigner.OfAnotherPool(s.IdToken)),
            ("a token with a changed claim", s => TokenSigner.Tampered(s.IdToken, "cognito:groups", new JsonArray("admins"))),
            ("a token without a signature", s => TokenSigner.Unsigned(s.IdToken)),
            ("an access token in place of an ID token", s => s.AccessToken),
        ];

    private static Check With(Actor actor, string name, Func<string, string, Task> act) =>
        new(CheckGroup.Tokens, name, async _ => await act((await actor.Identity.GetAsync()).Id, (await actor.SignedIn.GetAsync()).IdToken));

    private static Check Refused(World world, string name, Func<Session, string> make) =>
        new(
            CheckGroup.Tokens,
            name,
            async _ =>
            {
                var ada = world[world.Casting.Ada];
                var identity = await ada.Identity.GetAsync();
                var token = make(await ada.SignedIn.GetAsync());
                await Expect.RefusedAsync("GetId with it", () => world.Exchange.IdAsync(token), NotAuthorized, Hints.Exchange);
                await Expect.RefusedAsync(
                    "GetCredentialsForIdentity with it",
                    () => world.Exchange.CredentialsAsync(identity.Id, token),
                    NotAuthorized,
                    Hints.Exchange
                );
            }
        );

    private static Check CustomRole(World world, Actor ada)
    {
        const string name = "ada cannot ask for a role by name that her token does not give";
        return world.Casting.Members.FirstOrDefault(m => m.Role is not null && m.Role != ada.Subject.Role) is not { } member
            ? Check.Skipped(CheckGroup.Tokens, name, "there is no other role for users in a group")
            : With(
                ada,
                name,
                async (id, token) =>
                {
                    var theirs = (await world[member].Identity.GetAsync()).RoleArn;
                    await Expect.RefusedAsync(
                        $"CustomRoleArn {theirs}",
                        () => world.Exchange.CredentialsAsync(id, token, theirs),
                        ["NotAuthorizedException", "InvalidParameterException", "InvalidIdentityPoolConfigurationException"],
                        Hints.Exchange
                    );
                }
            );
    }
}

/// <summary>Roles of the environment file among those of the account.</summary>
internal static class Roles
{
    // CloudFormation makes STACK-LOGICALID-RANDOM, and cuts a long logical ID.
    private const int Kept = 24;

    /// <summary>Whether a role's name is that of a role in the file.</summary>
    public static bool IsOf(string role, string roleName)
    {
        var logical = $"Role{Naming.Pascal(role)}";
        return roleName
            .Split('-')
            .Any(part =>
                part.StartsWith(logical[..Math.Min(logical.Length, Kept)], StringComparison.Ordinal) && part.Length <= logical.Length + 8
            );
    }

    /// <summary>Somebody has a role.</summary>
    public static void Expect(string role, Identity identity) =>
        Checks.Expect.That(
            IsOf(role, identity.RoleName),
            $"{identity.Person.Name} to have the role {role}",
            $"STS says {identity.RoleName}",
            Hints.Roles
        );
}
