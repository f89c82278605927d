using CognitoStack.Bench;
using CognitoStack.Lambda;

// The loop is ours: AWS's own does more, and so takes longer.
return await LambdaRuntime.RunAsync(LambdaHost.OfProcess(), args[0] switch
{
    "PreAuthentication" => Gate.InitializeAsync,
    "PostAuthentication" => Audit.InitializeAsync,
    var other => throw new ArgumentException($"There is no function {other}."),
});
