using CognitoStack.Local;
using CognitoStack.Local.Deployment;

return await LocalOptions.InvokeAsync(args, async (options, cancel) =>
{
    try
    {
        await LocalHost.RunAsync(options, cancel);
        return 0;
    }
    catch (DeploymentException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
});
