using CognitoStack.Smoke.Checks;

namespace CognitoStack.Smoke.Scenario;

/// <summary>Everything that is checked of an environment.</summary>
internal static class AllChecks
{
    public static IReadOnlyList<Check> Of(World world) =>
        world.Options.ReadOnly
            ? [.. PageChecks.Of(world).Where(c => c.OnlyReads)]
            :
            [
                .. SignInChecks.Of(world),
                .. RiskChecks.Of(world),
                .. PageChecks.Of(world),
                .. FederationChecks.Of(world),
                .. TokenChecks.Of(world),
                .. ExchangeChecks.Of(world),
                .. GroupChecks.Of(world),
                .. GuestChecks.Of(world),
                .. AccessChecks.Of(world),
                .. DataChecks.Of(world),
                .. AuditChecks.Of(world),
                .. CleanUpChecks.Of(world),
            ];
}
