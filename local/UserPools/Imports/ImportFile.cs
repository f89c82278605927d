using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CognitoStack.Local.UserPools.Settings;

namespace CognitoStack.Local.UserPools.Imports;

/// <summary>A row of a CSV file: the user's name, attributes, and whether text messages are a second factor.</summary>
internal sealed record ImportRow(string Username, ImmutableSortedDictionary<string, string> Attributes, bool HasMfa, string? Hash);

/// <summary>The CSV files of user imports.</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Creating the user import CSV file"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html).</remarks>
internal static class ImportFile
{
    public const int MostRows = 500_000,
        LongestRow = 16_000,
        MostBytes = 100_000_000;
    public const string Username = "cognito:username",
        Mfa = "cognito:mfa_enabled",
        Hash = "cognito:password_hash";

    /// <summary>The columns that a file of this pool has, in any order.</summary>
    public static ImmutableArray<string> Header(UserPool pool) =>
        [.. pool.Schema.Attributes.Select(a => a.Name).Where(name => name is not ("sub" or "identities")), Mfa, Username];

    /// <summary>What is wrong with the first row; null where nothing is.</summary>
    public static string? Fault(UserPool pool, IReadOnlyList<string> header, bool hasHashes)
    {
        ImmutableArray<string> wanted = hasHashes ? [.. Header(pool), Hash] : Header(pool);
        var missing = wanted.Except(header).ToList();
        var strange = header.Except(wanted).ToList();
        return missing.Count > 0 ? $"The CSV file has no column {string.Join(", ", missing)}."
            : strange.Count > 0 ? $"The CSV file has the column {string.Join(", ", strange)}, which the user pool does not know."
            : header.Count != wanted.Length ? "The CSV file has a column twice."
            : null;
    }

    /// <summary>Cells of a line: a comma inside one has a backslash before it, and white space around it does not count.</summary>
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

    /// <summary>Reads a row.</summary>
    /// <exception cref="FormatException">Says what is wrong with it.</exception>
    public static ImportRow Read(UserPool pool, IReadOnlyList<string> header, string line, bool hasHashes)
    {
        if (line.Length > LongestRow)
            throw new FormatException($"The row has more than {LongestRow} characters.");
        var cells = Cells(line);
        if (cells.Count != header.Count)
            throw new FormatException("The number of values does not match the number of columns in the header.");
        var values = header.Zip(cells).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second);
        var username = values.GetValueOrDefault(Username) ?? throw new FormatException("The username is missing.");
        if (username.Any(char.IsWhiteSpace))
            throw new FormatException("The username has spaces or tabs.");
        var hasMfa = Flag(values.GetValueOrDefault(Mfa) ?? throw new FormatException($"{Mfa} is missing."), Mfa);
        if (pool.Mfa == "ON" && !hasMfa || pool.Mfa == "OFF" && hasMfa)
            throw new FormatException(
                $"The user pool has MFA {(pool.Mfa == "ON" ? "required" : "off")}: {Mfa} must be {pool.Mfa == "ON"}."
            );
        var attributes = values
            .Where(v => v.Key is not (Username or Mfa or Hash))
            .ToImmutableSortedDictionary(v => v.Key, v => Value(v.Key, v.Value), StringComparer.Ordinal);
        CheckVerified(pool, attributes);
        if (hasHashes && !values.ContainsKey(Hash))
            throw new FormatException("The password hash is missing.");
        return new(username, attributes, hasMfa, values.GetValueOrDefault(Hash));
    }

    private static string Value(string name, string value) =>
        name.EndsWith("_verified", StringComparison.Ordinal) ? (Flag(value, name) ? "true" : "false")
        : name == "birthdate" ? Date(value)
        : value;

    private static bool Flag(string value, string column) =>
        bool.TryParse(value, out var flag) ? flag : throw new FormatException($"{column} must be true or false.");

    // The file has American dates; the attribute is OpenID Connect's.
    private static string Date(string value) =>
        DateOnly.TryParseExact(value, "MM/dd/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : throw new FormatException("The birthdate must be in the format mm/dd/yyyy.");

    private static void CheckVerified(UserPool pool, ImmutableSortedDictionary<string, string> attributes)
    {
        foreach (var name in new[] { "email", "phone_number" })
        {
            if (attributes.GetValueOrDefault($"{name}_verified") == "true" && !attributes.ContainsKey(name))
                throw new FormatException($"{name} is missing, though {name}_verified is true.");
        }
        if (!pool.AutoVerifiedAttributes.Any(name => attributes.GetValueOrDefault($"{name}_verified") == "true"))
            throw new FormatException(
                "The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true)."
            );
    }
}
