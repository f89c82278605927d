using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2.Model;
using CognitoStack.Smoke.Checks;
using CognitoStack.Smoke.People;

namespace CognitoStack.Smoke.Scenario;

/// <summary>Who gets in.</summary>
internal static class SignInChecks
{
    private static readonly string[] NotAuthorized = ["NotAuthorizedException"];
    private static readonly string[] RefusedByGate = ["UserLambdaValidationException"];

    public static IEnumerable<Check> Of(World world)
    {
        var casting = world.Casting;
        if (casting.CannotSignIn is { } because)
        {
            yield return Check.Skipped(CheckGroup.SignIn, "users sign in", because);
            yield break;
        }

        var (rules, selfSignUp) = (world.Environment.SignInRules, world.Environment.UserPool.SelfSignUp);
        foreach (var subject in new[] { casting.Ada, casting.Ben })
        {
            var actor = world[subject];
            yield return Sign(
                selfSignUp ? $"{subject.Name} signs up and confirms the address" : $"an administrator makes an account for {subject.Name}",
                _ => actor.Exists.TakeAsync()
            );
            yield return Sign($"{subject.Name} signs in by SRP, without the password leaving the machine", _ => actor.SignedIn.TakeAsync());
            yield return Only(
                casting.OffersChoice,
                "clients do not offer a choice of first factors",
                $"given the choice, {subject.Name} signs in by SRP, and by sending the password",
                _ => ChooseAsync(world, actor)
            );
        }

        if (!selfSignUp)
            yield return Sign(
                "nobody signs up by themselves",
                _ =>
                    Expect.RefusedAsync(
                        "a sign-up",
                        () => world.Users.SendSignUpAsync(world[casting.Extra("stranger", casting.MainClient)]),
                        NotAuthorized,
                        "userPool.selfSignUp is off in the environment file."
                    )
            );
        yield return Sign("USER_PASSWORD_AUTH works only where a client allows it", _ => PlainPasswordAsync(world));
        yield return Sign("a wrong password is refused", async _ => await WrongPasswordAsync(world));
        yield return Sign("somebody unknown is refused with the same words as a wrong password", _ => UnknownUserAsync(world));
        yield return Domain(
            world,
            "nobody of a denied domain gets an account",
            rules?.DenyEmailDomains is [var denied, ..] ? denied : null,
            "no e-mail domain is denied"
        );
        var unlisted = rules?.AllowEmailDomains.Count > 0 ? $"{world.Run}.example" : null;
        yield return Domain(world, "nobody of a domain that is not listed gets an account", unlisted, "every e-mail domain is allowed");
        yield return Only(
            rules?.RequireVerifiedEmail == true,
            "addresses need not be verified",
            "nobody signs in with an address that is not verified",
            _ => UnverifiedAsync(world)
        );
        yield return Only(
            rules?.DenyList == true,
            "there is no deny list",
            "whoever is on the deny list is refused, and let in again when taken off",
            c => DenyListAsync(world, c)
        );
        foreach (var check in Gates(world))
            yield return check;
        foreach (var client in casting.Clients.Where(c => world.Environment.Clients[c].Type == Configuration.ClientType.Web))
            yield return Sign(
                $"the confidential client {client} is nobody's without its secret",
                async _ =>
                {
                    var ada = world[casting.Ada];
                    await Expect.RefusedAsync(
                        $"a sign-in with {client} and no SECRET_HASH",
                        () => world.Users.SignInAsync(client, ada.Login, ada.Password, withSecret: false),
                        NotAuthorized
                    );
                }
            );
    }

    private static Check Only(bool holds, string otherwise, string name, Func<CancellationToken, Task> act) =>
        Sign(name, act) with
        {
            SkipBecause = holds ? null : otherwise,
        };

    private static Check Sign(string name, Func<CancellationToken, Task> act) => new(CheckGroup.SignIn, name, act);

    private static async Task PlainPasswordAsync(World world)
    {
        var ada = world[world.Casting.Ada];
        await ada.Exists.GetAsync();
        foreach (var name in world.Casting.Clients)
        {
            var client = await world.Clients.GetAsync(name);
            if (client.Flows.Contains("ALLOW_USER_PASSWORD_AUTH"))
                await world.Users.SendPasswordAsync(name, ada.Login, ada.Password);
            else
                await Expect.RefusedAsync(
                    $"USER_PASSWORD_AUTH with {name}",
                    () => world.Users.SendPasswordAsync(name, ada.Login, ada.Password),
                    ["InvalidParameterException"]
                );
        }
    }

    private static async Task ChooseAsync(World world, Actor actor)
    {
        await actor.Exists.GetAsync();
        var client = actor.Subject.Client;
        await world.Users.ChooseSrpAsync(client, actor.Login, actor.Password);
        await world.Users.ChoosePasswordAsync(client, actor.Login, actor.Password);
        await Expect.RefusedAsync(
            "a wrong password, sent by choice",
            () => world.Users.ChoosePasswordAsync(client, actor.Login, actor.Password + "x"),
            NotAuthorized
        );
    }

    // Of somebody who does nothing else: where threat protection counts failures, they would make the sign-ins of others risky.
    private static async Task<Amazon.Runtime.AmazonServiceException> WrongPasswordAsync(World world)
    {
        var wren = world[world.Casting.Extra("wren", world.Casting.MainClient)];
        await wren.Exists.GetAsync();
        return await Expect.RefusedAsync(
            "a wrong password",
            () => world.Users.SignInAsync(world.Casting.MainClient, wren.Login, wren.Password + "x"),
            NotAuthorized
        );
    }

    private static async Task UnknownUserAsync(World world)
    {
        var nobody = world.Make(world.Casting.Extra("nobody", world.Casting.MainClient), world[world.Casting.Ada].Email.Split('@')[1]);
        var unknown = await Expect.RefusedAsync(
            "somebody unknown",
            () => world.Users.SignInAsync(world.Casting.MainClient, nobody.Login, nobody.Password),
            NotAuthorized,
            "preventUserExistenceErrors keeps strangers from finding out who has an account."
        );
        Expect.Equal("the message for somebody unknown", (await WrongPasswordAsync(world)).Message, unknown.Message);
    }

    private static Check Domain(World world, string name, string? domain, string because) =>
        Sign(
            name,
            async _ =>
            {
                var stranger = world.Make(world.Casting.Extra("stranger", world.Casting.MainClient), domain!);
                var act = () =>
                    world.Environment.UserPool.SelfSignUp
                        ? world.Users.SendSignUpAsync(stranger)
                        : world.Users.AdminCreateAsync(stranger, verified: true);
                await Expect.RefusedAsync($"an account for {stranger.Email}", act, RefusedByGate, Hints.Gate);
            }
        ) with
        {
            SkipBecause = domain is null ? because : null,
        };

    private static async Task UnverifiedAsync(World world)
    {
        var nora = world[world.Casting.Extra("nora", world.Casting.MainClient)];
        await world.Users.AdminCreateAsync(nora, verified: false);
        await Expect.RefusedAsync(
            "a sign-in without a verified address",
            () => world.Users.SignInAsync(world.Casting.MainClient, nora.Login, nora.Password),
            RefusedByGate,
            Hints.Gate
        );
    }

    private static async Task DenyListAsync(World world, CancellationToken cancel)
    {
        var dan = world[world.Casting.Extra("dan", world.Casting.MainClient)];
        var table =
            world.Outputs.DenyListTable
            ?? throw new CheckFailedException(
                new("an output DenyListTableName", "the outputs have none", null, "Is the latest version deployed?")
            );
        var key = new Dictionary<string, string> { ["subject"] = $"user#{await dan.Exists.GetAsync()}" };
        world.Traces.Item(table, key);
        var item = key.ToDictionary(k => k.Key, k => new AttributeValue { S = k.Value });
        await world.Aws.AdministratorDynamo.PutItemAsync(
            new()
            {
                TableName = table,
                Item = new(item) { ["reason"] = new() { S = $"{world.Run}, for a minute" } },
            },
            cancel
        );
        await Expect.RefusedAsync(
            "a sign-in of somebody on the deny list",
            () => world.Users.SignInAsync(world.Casting.MainClient, dan.Login, dan.Password),
            RefusedByGate,
            Hints.Gate
        );
        await world.Aws.AdministratorDynamo.DeleteItemAsync(new() { TableName = table, Key = item }, cancel);
        await world.Users.SignInAsync(world.Casting.MainClient, dan.Login, dan.Password);
    }

    private static IEnumerable<Check> Gates(World world)
    {
        var gated = world.Casting.Clients.Where(c => world.Casting.GroupsFor(c).Count > 0).ToList();
        if (gated.Count == 0)
            yield return Check.Skipped(CheckGroup.SignIn, "a client is for members of its groups", "every client is for everybody");
        foreach (var client in gated)
        {
            var group = world.Casting.GroupsFor(client)[0];
            if (!world.Casting.Ada.Groups.Intersect(world.Casting.GroupsFor(client)).Any())
                yield return Sign(
                    $"{client} is closed to ada, who is in none of its groups",
                    async _ =>
                    {
                        var ada = world[world.Casting.Ada];
                        await ada.Exists.GetAsync();
                        await Expect.RefusedAsync(
                            $"a sign-in with {client}",
                            () => world.Users.SignInAsync(client, ada.Login, ada.Password),
                            RefusedByGate,
                            Hints.Gate
                        );
                    }
                );
            yield return Sign(
                $"{client} is open to a member of {group}",
                async _ =>
                {
                    var session = await world[world.Casting.InGroup($"gate-{client}", client, group)].SignedIn.GetAsync();
                    var groups = Jwt.Texts(session.Claims).GetValueOrDefault("cognito:groups");
                    Expect.That(
                        groups?.Split(',').Contains(group) == true,
                        $"the claim cognito:groups to name {group}",
                        $"it is {groups ?? "absent"}"
                    );
                }
            );
        }
    }
}
