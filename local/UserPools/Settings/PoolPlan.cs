namespace CognitoStack.Local.UserPools.Settings;

/// <summary>What the plan of a user pool has no part of (<c>UserPoolTier</c>): Cognito refuses to deploy it.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "User pool feature plans".
/// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html</remarks>
internal static class PoolPlan
{
    /// <summary>What a pool has and its plan has not; null where that is nothing.</summary>
    public static string? Problem(UserPool pool)
    {
        // Pools are of the plan Essentials where nothing is said.
        var plan = pool.Resource.Text("UserPoolTier") ?? "ESSENTIALS";
        if (plan != "PLUS" && pool.Threats.IsOn)
            return $"has threat protection (UserPoolAddOns), which needs the plan PLUS: its plan is {plan} (UserPoolTier).";
        if (plan == "LITE" && pool.FirstFactors is not [Factor.Password])
            return "has first factors beside the password (SignInPolicy), which need the plan ESSENTIALS or PLUS: its plan is LITE (UserPoolTier).";
        if (plan == "LITE" && pool.SecondFactors.Contains(Factor.EmailOtp))
            return "has codes by mail as a second factor (EnabledMfas), which need the plan ESSENTIALS or PLUS: its plan is LITE (UserPoolTier).";
        return null;
    }
}
