using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CognitoStack.Operate.Aws;

/// <summary>Calls an operation of a service.</summary>
internal delegate Task<JsonObject> AwsCall(string operation, JsonObject input, CancellationToken cancel);

/// <summary>
/// Calls user pools no faster than a share of the quota that each operation counts to, and slower once AWS says that it is too fast. Quotas are of all pools of an account
/// in a Region: the people who sign in need the rest.
/// </summary>
/// <param name="call">Calls an operation.</param>
/// <param name="rate">Calls a second of each category at most; null: half of the default quota.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(AwsCall call, double? rate = null, TimeProvider? time = null)
{
    private const int Attempts = 10;

    /// <summary>Default quotas, in calls a second.</summary>
    /// <remarks>Source: Amazon Cognito Developer Guide, "Quotas in Amazon Cognito", Amazon Cognito user pools API operation categories and request rate quotas
    /// (https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html).</remarks>
    public static readonly IReadOnlyDictionary<string, int> Quotas = new Dictionary<string, int>
    {
        ["UserCreation"] = 50,
        ["UserAccountRecovery"] = 30,
        ["UserRead"] = 120,
        ["UserList"] = 30,
        ["UserUpdate"] = 25,
        ["UserResourceRead"] = 50,
        ["UserResourceUpdate"] = 25,
        ["UserPoolRead"] = 15,
        ["UserPoolUpdate"] = 15,
        ["UserPoolResourceRead"] = 20,
        ["UserPoolResourceUpdate"] = 15,
        ["UserPoolClientRead"] = 15,
        ["UserPoolClientUpdate"] = 15,
    };

    private static readonly Dictionary<string, string> Categories = new()
    {
        ["AdminCreateUser"] = "UserCreation",
        ["AdminSetUserPassword"] = "UserAccountRecovery",
        ["AdminGetUser"] = "UserRead",
        ["ListUsers"] = "UserList",
        ["ListUsersInGroup"] = "UserList",
        ["AdminUpdateUserAttributes"] = "UserUpdate",
        ["AdminDisableUser"] = "UserUpdate",
        ["AdminEnableUser"] = "UserUpdate",
        ["AdminListGroupsForUser"] = "UserResourceRead",
        ["AdminAddUserToGroup"] = "UserResourceUpdate",
        ["AdminLinkProviderForUser"] = "UserResourceUpdate",
        ["AdminSetUserMFAPreference"] = "UserResourceUpdate",
        ["DescribeUserPool"] = "UserPoolRead",
        ["ListGroups"] = "UserPoolResourceRead",
        ["ListIdentityProviders"] = "UserPoolResourceRead",
        ["DescribeIdentityProvider"] = "UserPoolResourceRead",
        ["GetCSVHeader"] = "UserPoolResourceRead",
        ["DescribeUserImportJob"] = "UserPoolResourceRead",
        ["CreateUserImportJob"] = "UserPoolResourceUpdate",
        ["StartUserImportJob"] = "UserPoolResourceUpdate",
        ["UpdateIdentityProvider"] = "UserPoolResourceUpdate",
        ["DescribeUserPoolClient"] = "UserPoolClientRead",
        ["ListUserPoolClientSecrets"] = "UserPoolClientRead",
        ["AddUserPoolClientSecret"] = "UserPoolClientUpdate",
        ["DeleteUserPoolClientSecret"] = "UserPoolClientUpdate",
    };

    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private readonly Dictionary<string, Lane> lanes = [];
    private int throttled;

    /// <summary>How often AWS has said that it was too fast.</summary>
    public int Throttled => throttled;

    /// <summary>Waits for its turn, and calls.</summary>
    /// <exception cref="AwsError">AWS refused, or was too busy for all attempts.</exception>
    public async Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancel)
    {
        var lane = LaneOf(Categories.GetValueOrDefault(operation, "UserPoolRead"));
        for (var attempt = 1; ; attempt++)
        {
            await Task.Delay(lane.Next(clock.GetTimestamp(), clock), clock, cancel);
            try
            {
                return await call(operation, input, cancel);
            }
            catch (AwsError e) when (e.ErrorCode is "TooManyRequestsException" or "ThrottlingException" && attempt < Attempts)
            {
                Interlocked.Increment(ref throttled);
                lane.SlowDown();
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(20_000, 200 * Math.Pow(2, attempt))), clock, cancel);
            }
        }
    }

    private Lane LaneOf(string category)
    {
        lock (lanes)
        {
            if (!lanes.TryGetValue(category, out var lane))
                lanes[category] = lane = new Lane(rate ?? Quotas[category] / 2.0);
            return lane;
        }
    }

    private sealed class Lane(double perSecond)
    {
        private double interval = Stopwatch.Frequency / perSecond;
        private double free;

        /// <summary>Takes the next turn, and tells how long to wait for it.</summary>
        public TimeSpan Next(long now, TimeProvider clock)
        {
            lock (this)
            {
                var turn = Math.Max(now, free);
                free = turn + interval;
                return clock.GetElapsedTime(now, (long)turn);
            }
        }

        public void SlowDown()
        {
            lock (this)
                interval *= 1.25;
        }
    }
}
