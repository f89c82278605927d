using CognitoStack.Lambda.PreAuthentication.DenyList;
using CognitoStack.Lambda.PreAuthentication.Groups;
using CognitoStack.Lambda.PreAuthentication.Linking;

namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>What the gate has to ask others for, all of it within one budget of time. A part that is null is turned off.</summary>
public sealed record Lookups
{
    /// <summary>The metric that counts questions that nobody answered in time, by <c>Check</c>.</summary>
    public const string FailureMetric = "GateFailures";

    // Of the time, where a link is to be made after them: checks that hang, and may, would refuse by leaving it none.
    private const double ShareOfChecks = 0.65;

    /// <summary>Whom to refuse.</summary>
    public IDenyList? DenyList { get; init; }

    /// <summary>Which clients are for which groups.</summary>
    public ClientGroups? Groups { get; init; }

    /// <summary>Whose federated identity belongs to an account that is there.</summary>
    public AccountLinking? Linking { get; init; }

    /// <summary>May a sign-in go on that could not be judged?</summary>
    public bool AllowOnFailure { get; init; }

    /// <summary>The function's name, for its metrics.</summary>
    public required string FunctionName { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Why a sign-in is refused, or null where it may go on.</summary>
    public async Task<RefusalReason?> JudgeAsync(SignInAttempt attempt, Invocation invocation)
    {
        if (DenyList is null && Groups is null && Linking is null)
            return null;

        using var budget = new TimeBudget(invocation, Clock);
        // Without a link, Cognito makes a second account, which nobody can merge with the first: so a link that fails, refuses, whatever
        // ON_FAILURE says. The user can sign in again, and the account is still one.
        AccountLink? link = null;
        if (Linking is not null)
        {
            try
            {
                link = await budget
                    .SpendAsync(cancellation => Linking.FindAsync(attempt, invocation.Log, cancellation))
                    .ConfigureAwait(false);
            }
            catch (Exception e)
            {
                return LinkingFailed(invocation.Log, e);
            }
        }

        if (link is { IsDisabled: true })
            return RefusalReason.LinkDestinationDisabled;

        if (await CheckAsync(attempt, link, budget, invocation.Log).ConfigureAwait(false) is { } reason)
            return reason;

        if (Linking is null || link is null)
            return null;
        try
        {
            if (await LinkAsync(Linking, link, budget, invocation.Log).ConfigureAwait(false))
                return null;
        }
        catch (Exception e)
        {
            return LinkingFailed(invocation.Log, e);
        }
        // Its groups were the account's that it is not linked to. The deny list was asked for the identity itself too.
        return await JudgeByGroupsAsync(attempt, link: null, budget, invocation.Log).ConfigureAwait(false);
    }

    private async Task<RefusalReason?> CheckAsync(SignInAttempt attempt, AccountLink? link, TimeBudget budget, Log log)
    {
        using var part = budget.Part(link is { IsMade: false } ? ShareOfChecks : 1);
        // Side by side: a deny list that hangs must leave the groups their time.
        var verdicts = await Task.WhenAll(JudgeByDenyListAsync(attempt, link, part, log), JudgeByGroupsAsync(attempt, link, part, log))
            .ConfigureAwait(false);
        return verdicts.FirstOrDefault(verdict => verdict is not null);
    }

    // A link that is made needs no call, and so no time.
    private static Task<bool> LinkAsync(AccountLinking linking, AccountLink link, TimeBudget budget, Log log) =>
        link.IsMade
            ? linking.LinkAsync(link, log, CancellationToken.None)
            : budget.SpendAsync(cancellation => linking.LinkAsync(link, log, cancellation));

    private async Task<RefusalReason?> JudgeByDenyListAsync(SignInAttempt attempt, AccountLink? link, TimeBudget budget, Log log)
    {
        if (DenyList is null)
            return null;
        if (DenySubjects.Of(attempt, link) is not { } subjects)
            return RefusalReason.EmailMalformed;
        if (subjects.Count == 0)
            return null;
        try
        {
            var item = await budget.SpendAsync(cancellation => DenyList.FindAsync(subjects, cancellation)).ConfigureAwait(false);
            if (item is null)
                return null;
            // Not the whole subject, which can be an e-mail address.
            log.Info(
                "The deny list names a sign-in.",
                json =>
                {
                    json.WriteString("kind", item.Subject.Split('#')[0]);
                    json.WriteString("note", item.Reason);
                }
            );
            return RefusalReason.DenyListed;
        }
        catch (Exception e)
        {
            return Failed(log, "denyList", "The deny list could not be read.", e, RefusalReason.DenyListUnavailable);
        }
    }

    private async Task<RefusalReason?> JudgeByGroupsAsync(SignInAttempt attempt, AccountLink? link, TimeBudget budget, Log log)
    {
        if (Groups is null || attempt.IsSignUpOnly)
            return null;
        var pool = attempt.UserPoolId ?? throw new InvalidDataException("The event has no user pool.");
        var client = attempt.ClientId ?? throw new InvalidDataException("The event has no app client.");
        // At a first federated sign-in there is no user yet, but for an account that the identity will belong to.
        var user = attempt.IsFederatedSignUp ? link?.DestinationUserName : attempt.UserName;
        try
        {
            var isAllowed = await budget
                .SpendAsync(cancellation => Groups.AllowAsync(pool, client, user, cancellation))
                .ConfigureAwait(false);
            return isAllowed ? null : RefusalReason.NotInAllowedGroup;
        }
        catch (MissingParametersException e)
        {
            // No failure that passes: the client may be one that is for others.
            ReportFailure(log, "groups", "The IDs of app clients with rules could not be read.", e, isAllowed: false);
            return RefusalReason.GroupsUnavailable;
        }
        catch (Exception e)
        {
            return Failed(log, "groups", "The groups of a user could not be read.", e, RefusalReason.GroupsUnavailable);
        }
    }

    private RefusalReason? Failed(Log log, string check, string message, Exception e, RefusalReason reason)
    {
        ReportFailure(log, check, message, e, AllowOnFailure);
        return AllowOnFailure ? null : reason;
    }

    private RefusalReason LinkingFailed(Log log, Exception e)
    {
        ReportFailure(log, "linking", "A federated identity could not be linked.", e, isAllowed: false);
        return RefusalReason.LinkingFailed;
    }

    private void ReportFailure(Log log, string check, string message, Exception e, bool isAllowed) =>
        log.Error(
            message,
            e,
            json =>
            {
                json.WriteString("signIn", isAllowed ? "allowed" : "denied");
                EmbeddedMetric.Count(json, FunctionName, Clock.GetUtcNow(), new Metric(FailureMetric, ("Check", check)));
            }
        );
}
