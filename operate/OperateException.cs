namespace CognitoStack.Operate;

/// <summary>What keeps a command from doing its work, said so that people can mend it.</summary>
internal sealed class OperateException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode => exitCode;
}

/// <summary>How the program ends.</summary>
internal static class ExitCode
{
    public const int Done = 0,
        Failed = 1,
        Usage = 2,
        Incomplete = 3,
        Stopped = 130;

    public const string Help = """
        Exit codes: 0 done; 1 failed, or AWS cannot be asked; 2 the command line or a file is not understood;
        3 done but for what the report lists; 130 stopped: the same command goes on where it was.
        """;
}
