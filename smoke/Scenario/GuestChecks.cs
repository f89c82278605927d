using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Scenario;

/// <summary>Visitors who have not signed in.</summary>
internal static class GuestChecks
{
    public static IEnumerable<Check> Of(World world)
    {
        if (world.Environment.Access.Guests is not { } role)
        {
            yield return new(
                CheckGroup.Guests,
                "there are no guests: without a token nobody gets an identity",
                async _ =>
                    await Expect.RefusedAsync(
                        "GetId without a token",
                        () => world.Exchange.IdAsync(null),
                        ["NotAuthorizedException"],
                        "access.guests names no role in the environment file."
                    )
            );
            yield break;
        }

        yield return new(CheckGroup.Guests, $"a guest gets the role {role}", async _ => Roles.Expect(role, await world.Guest.TakeAsync()));
    }
}
