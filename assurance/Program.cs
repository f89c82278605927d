using CognitoStack.Assurance;
using CognitoStack.Configuration;

try
{
    return CommandLine.Run(args, ProveCommand.Run, Console.Error);
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
