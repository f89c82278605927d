using System.Globalization;
using System.Text;

namespace CognitoStack.Operate.Users;

/// <summary>The CSV files of Cognito's import jobs: a backslash before a comma in a value, American dates, no quotes.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Creating the user import CSV file"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html).</remarks>
internal static class UserCsv
{
    public const string Username = "cognito:username",
        Mfa = "cognito:mfa_enabled",
        PasswordHash = "cognito:password_hash";
    private const int LongestRow = 16_000,
        MostColumns = 80;

    public static List<string> Cells(string line)
    {
        var (cells, cell) = (new List<string>(), new StringBuilder());
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length && line[i + 1] == ',')
                cell.Append(line[++i]);
            else if (line[i] == ',')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        }
        cells.Add(cell.ToString().Trim());
        return cells;
    }

    /// <summary>A row as a user.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static UserLine Read(IReadOnlyList<string> header, string line)
    {
        var cells = Cells(line);
        if (cells.Count != header.Count)
            throw new FormatException($"it has {cells.Count} values, and the header {header.Count} columns");
        var values = header.Zip(cells).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second);
        return new()
        {
            Username = values.GetValueOrDefault(Username) ?? throw new FormatException($"it has no {Username}"),
            PasswordHash = values.GetValueOrDefault(PasswordHash),
            Mfa = values.GetValueOrDefault(Mfa)?.ToUpperInvariant() == "TRUE" ? ["SMS_MFA"] : [],
            Attributes = new(
                values.Where(v => v.Key is not (Username or Mfa or PasswordHash)).ToDictionary(v => v.Key, v => Attribute(v.Key, v.Value)),
                StringComparer.Ordinal
            ),
        };
    }

    /// <summary>Why a job cannot make this user as it is; null where it can.</summary>
    public static string? Unfit(PoolFacts pool, UserLine user)
    {
        if (!pool.AutoVerified.Any(a => user.Attributes.GetValueOrDefault($"{a}_verified") == "true"))
            return "no verified address";
        if (pool.NameOf(user).Any(char.IsWhiteSpace))
            return "white space in the name";
        // A comma has a backslash before it; columns are some eighty at most.
        if (user.Attributes.Values.Sum(v => v.Length + v.Count(c => c == ',')) + 2 * MostColumns > LongestRow)
            return "more than a row takes";
        if (user.Attributes.TryGetValue("birthdate", out var date) && !DateOnly.TryParseExact(date, "yyyy-MM-dd", out _))
            return "a birthdate that is no date";
        return user.Attributes.Values.Any(v =>
            v.Contains('\n') || v.Contains('\r') || v.Contains("\\,") || v.EndsWith('\\') || v.Trim() != v
        )
            ? "a value that a CSV file does not keep as it is"
            : null;
    }

    /// <summary>A user as a row.</summary>
    /// <exception cref="FormatException">It is too long.</exception>
    public static string Write(IReadOnlyList<string> header, PoolFacts pool, UserLine user)
    {
        var row = string.Join(
            ',',
            header
                .Select(column =>
                    column switch
                    {
                        Username => pool.NameOf(user),
                        Mfa => pool.Mfa == "ON" || (pool.Mfa != "OFF" && user.Mfa.Contains("SMS_MFA")) ? "true" : "false",
                        PasswordHash => user.PasswordHash ?? "",
                        "birthdate" => user.Attributes.TryGetValue(column, out var date) ? American(date) : "",
                        _ => user.Attributes.GetValueOrDefault(column) ?? "",
                    }
                )
                .Select(value => value.Replace(",", "\\,", StringComparison.Ordinal))
        );
        return row.Length <= LongestRow ? row : throw new FormatException($"it has more than {LongestRow} characters as a row");
    }

    private static string Attribute(string name, string value) =>
        name.EndsWith("_verified", StringComparison.Ordinal) ? value.ToLowerInvariant()
        : name == "birthdate" && DateOnly.TryParseExact(value, "MM/dd/yyyy", out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : value;

    private static string American(string date) =>
        DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("MM/dd/yyyy", CultureInfo.InvariantCulture);
}
