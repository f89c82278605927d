using CognitoStack.Bench;
using CognitoStack.Lambda;

// The loop is ours, which does less than that of AWS.
return await LambdaRuntime.RunAsync(
    LambdaHost.OfProcess(),
    args[0] switch
    {
        "PreAuthentication" => Gate.InitializeAsync,
        "PostAuthentication" => Audit.InitializeAsync,
        var other => throw new ArgumentException($"There is no function {other}."),
    }
);
