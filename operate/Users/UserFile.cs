namespace CognitoStack.Operate.Users;

/// <summary>A line of a file, and the user that it says, or why it says none.</summary>
internal sealed record ReadLine(int Number, UserLine? User, string? Fault);

/// <summary>Files of users: JSON Lines, or CSV as Cognito's import jobs have it.</summary>
internal static class UserFile
{
    /// <exception cref="OperateException">The file cannot be read, or is neither.</exception>
    public static List<ReadLine> Read(FileInfo file)
    {
        try
        {
            return file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(file) : ReadJsonLines(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperateException($"{file} cannot be read: {e.Message}", ExitCode.Usage);
        }
    }

    private static List<ReadLine> ReadJsonLines(FileInfo file) =>
        [
            .. File.ReadLines(file.FullName)
                .Select((text, i) => (Number: i + 1, Text: text))
                .Where(l => l.Text.Trim().Length > 0)
                .Select(l => Parsed(l.Number, () => UserLine.Parse(l.Text))),
        ];

    private static List<ReadLine> ReadCsv(FileInfo file)
    {
        var lines = File.ReadAllLines(file.FullName);
        if (lines.Length == 0)
            throw new OperateException($"{file} is empty.", ExitCode.Usage);
        var header = UserCsv.Cells(lines[0]);
        if (!header.Contains(UserCsv.Username))
            throw new OperateException($"{file} has no column {UserCsv.Username}. The first line must name the columns.", ExitCode.Usage);
        return
        [
            .. lines
                .Select((text, i) => (Number: i + 1, Text: text))
                .Skip(1)
                .Where(l => l.Text.Length > 0)
                .Select(l => Parsed(l.Number, () => UserCsv.Read(header, l.Text))),
        ];
    }

    private static ReadLine Parsed(int number, Func<UserLine> parse)
    {
        try
        {
            return new(number, parse(), null);
        }
        catch (FormatException e)
        {
            return new(number, null, e.Message);
        }
    }
}
