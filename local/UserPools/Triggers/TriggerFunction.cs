using System.IO.Enumeration;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Triggers;

/// <summary>Which deployed function a trigger means, and whether its resource policy lets the user pool call it.</summary>
internal static class TriggerFunction
{
    private const int PartsOfFunction = 7;

    /// <summary>The function of a trigger, which may name one of its aliases; null where it is not deployed.</summary>
    public static Resource? Find(UserPool pool, LambdaTrigger trigger) =>
        pool.Deployed.FindByArn(Unqualified(trigger.Arn)) is { Type: "AWS::Lambda::Function" } function ? function : null;

    /// <summary>Whether an <c>AWS::Lambda::Permission</c> lets Cognito invoke exactly this function or alias for exactly this pool.</summary>
    public static bool IsPermitted(UserPool pool, LambdaTrigger trigger) =>
        pool
            .Deployed.OfType("AWS::Lambda::Permission")
            .Any(p =>
                p.Text("Action") is "lambda:InvokeFunction" or "lambda:*"
                && p.Text("Principal") is "cognito-idp.amazonaws.com" or "*"
                && Names(p.Text("FunctionName") ?? "", trigger.Arn)
                && Matches(p.Text("SourceArn"), pool.Arn)
                && Matches(p.Text("SourceAccount"), pool.Deployed.Account)
            );

    private static bool Matches(string? pattern, string value) =>
        pattern is null || FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);

    // A permission names the function by its ARN, by its name, or by name and alias.
    private static bool Names(string functionName, string arn) =>
        functionName == arn || functionName == string.Join(':', arn.Split(':').Skip(PartsOfFunction - 1));

    private static string Unqualified(string arn) => string.Join(':', arn.Split(':').Take(PartsOfFunction));
}
