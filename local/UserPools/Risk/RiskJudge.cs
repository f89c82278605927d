namespace CognitoStack.Local.UserPools.Risk;

/// <summary>How risky a sign-in is, by what this host can see. How Cognito scores is not known: this is a stand-in whose rules can be read.</summary>
internal sealed class RiskJudge(ForcedRisk forced, TimeProvider time)
{
    private const int FewFailures = 3;
    private const int ManyFailures = 5;

    // An airliner's, with its ways to and from airports left out.
    private const double FastestKilometresAnHour = 900;

    // Within a town nobody flies, and tables of places are no finer.
    private const double NearKilometres = 100;
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    /// <summary>The level of a sign-in from an origin, after those before it.</summary>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="history">The user's events, newest first.</param>
    public RiskLevel Assess(Origin origin, IReadOnlyList<AuthEvent> history) =>
        origin.Forced ?? forced.Level ?? Judge(origin, [.. history.Where(e => e.Type == AuthEvent.SignIn)]);

    private RiskLevel Judge(Origin origin, List<AuthEvent> history)
    {
        if (history.Any(e => e.Feedback is { IsValid: false } && (IsSameDevice(e, origin) || IsSameAddress(e, origin))))
            return RiskLevel.High;
        var passed = history.Where(e => e.Response == AuthEvent.Pass || e.Feedback is { IsValid: true }).ToList();
        var level =
            passed.Count == 0 ? RiskLevel.None
            : IsTooFast(origin, passed[0]) ? RiskLevel.High
            : Novelty(origin, passed);
        var since = time.GetUtcNow() - Recent;
        var failures = history.TakeWhile(e => e.Response != AuthEvent.Pass).Count(e => e.Response == AuthEvent.Fail && e.Created > since);
        return (RiskLevel)
            Math.Min(
                (int)RiskLevel.High,
                (int)level
                    + (
                        failures >= ManyFailures ? 2
                        : failures >= FewFailures ? 1
                        : 0
                    )
            );
    }

    private static RiskLevel Novelty(Origin origin, List<AuthEvent> passed) =>
        (passed.Any(e => IsSameDevice(e, origin)), passed.Any(e => IsSameAddress(e, origin))) switch
        {
            (true, true) => RiskLevel.None,
            (false, false) => RiskLevel.Medium,
            _ => RiskLevel.Low,
        };

    private bool IsTooFast(Origin origin, AuthEvent last)
    {
        if (Places.Of(origin.Address) is not { } here || Places.Of(last.Origin.Address) is not { } there)
            return false;
        var (way, hours) = (there.KilometresTo(here), (time.GetUtcNow() - last.Created).TotalHours);
        return way > NearKilometres && way > FastestKilometresAnHour * hours;
    }

    private static bool IsSameDevice(AuthEvent e, Origin origin) => e.Origin.Device == origin.Device;

    private static bool IsSameAddress(AuthEvent e, Origin origin) => e.Origin.Address == origin.Address;
}
