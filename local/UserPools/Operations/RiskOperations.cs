using System.Text.Json.Nodes;
using CognitoStack.Local.Http;
using CognitoStack.Local.UserPools.Risk;
using CognitoStack.Local.UserPools.Settings;
using CognitoStack.Local.UserPools.Store;

namespace CognitoStack.Local.UserPools.Operations;

/// <summary>Administrators read users' histories, and say what they think of them.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "AdminListUserAuthEvents"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html), "AdminUpdateAuthEventFeedback"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateAuthEventFeedback.html), "DescribeRiskConfiguration"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html).</remarks>
internal sealed class AdminRiskOperations(Users users, AuthEvents events, Feedback feedback, Paging paging) : IOperations
{
    public bool AreForAdministrators => true;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["AdminListUserAuthEvents"] = call =>
            {
                var (pool, user) = Find(call);
                return Task.FromResult(paging.Items(call, "AuthEvents", events.Of(pool, user), e => e.Describe(), "MaxResults"));
            },
            ["AdminUpdateAuthEventFeedback"] = async call =>
            {
                var (pool, user) = Find(call);
                await feedback.GiveAsync(pool, user, call.Required("EventId"), RiskCalls.Value(call), Feedback.Admin);
                return [];
            },
            ["DescribeRiskConfiguration"] = call =>
            {
                var pool = call.PoolScope().Pool;
                var client = call.Text("ClientId");
                var attachment = pool
                    .Deployed.OfType(ThreatSettings.AttachmentType)
                    .FirstOrDefault(a => a.Text("UserPoolId") == pool.Id && a.Text("ClientId") == (client ?? RiskSettings.EveryClient));
                var json = new JsonObject { ["UserPoolId"] = pool.Id };
                if (client is not null)
                    json["ClientId"] = client;
                foreach (
                    var name in (ReadOnlySpan<string>)
                        ["AccountTakeoverRiskConfiguration", "CompromisedCredentialsRiskConfiguration", "RiskExceptionConfiguration"]
                )
                {
                    if (attachment?.Properties[name] is { } part)
                        json[name] = part.DeepClone();
                }
                return Task.FromResult(new JsonObject { ["RiskConfiguration"] = json });
            },
        };

    private (UserPool Pool, User User) Find(Call call)
    {
        var pool = call.PoolScope().Pool;
        RiskCalls.CheckOn(pool);
        return (pool, users.Get(pool, call.Username()));
    }
}

/// <summary>Users say what they think of a sign-in, with the token of the mail.</summary>
/// <remarks>Source: Amazon Cognito user pools API Reference, "UpdateAuthEventFeedback"
/// (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html).</remarks>
internal sealed class RiskOperations(Pools pools, Users users, Feedback feedback) : IOperations
{
    public bool AreForAdministrators => false;

    public IReadOnlyDictionary<string, Operation> Operations =>
        new Dictionary<string, Operation>
        {
            ["UpdateAuthEventFeedback"] = async call =>
            {
                var pool = pools.Get(call.Required("UserPoolId"));
                RiskCalls.CheckOn(pool);
                var user = users.Find(pool, call.Username()) ?? throw Error.NotAuthorized("Invalid feedback token.");
                await feedback.GiveAsync(
                    call.Required("FeedbackToken"),
                    RiskCalls.Value(call),
                    new(pool.Id, user.Username, call.Required("EventId"))
                );
                return [];
            },
        };
}

/// <summary>What calls of these operations have in common.</summary>
internal static class RiskCalls
{
    public static void CheckOn(UserPool pool)
    {
        if (!pool.Threats.IsOn)
            throw new AwsException("UserPoolAddOnNotEnabledException", "Threat protection is not enabled for this user pool.");
    }

    public static bool Value(Call call) =>
        call.Required("FeedbackValue") switch
        {
            "Valid" => true,
            "Invalid" => false,
            _ => throw Error.InvalidParameter(
                "1 validation error detected: Value at 'feedbackValue' failed to satisfy constraint: Member must satisfy enum value set: [Invalid, Valid]"
            ),
        };
}
