using CognitoStack.Assurance;
using CognitoStack.Configuration;

try
{
    return ProveCommand.Run(ProveOptions.Parse(args));
}
catch (ConfigurationException e)
{
    foreach (var error in e.Errors)
        await Console.Error.WriteLineAsync(error);
    return 1;
}
catch (UsageException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
