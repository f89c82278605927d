using CognitoStack.Local;

return await LocalOptions.InvokeAsync(
    args,
    async (options, cancel) =>
    {
        try
        {
            await LocalHost.RunAsync(options, cancel);
            return 0;
        }
        catch (Exception e) when (Mishaps.InOneLine(e, options.State) is { } line)
        {
            await Console.Error.WriteLineAsync(line);
            return 1;
        }
    }
);
