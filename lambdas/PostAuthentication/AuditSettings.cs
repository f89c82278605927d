using System.Globalization;

namespace CognitoStack.Lambda.PostAuthentication;

/// <summary>Where the audit is kept and for how long, as the function's environment variables say it.</summary>
public sealed record AuditSettings
{
    /// <summary><c>AUDIT_TABLE_NAME</c>: the DynamoDB table.</summary>
    public required string TableName { get; init; }

    /// <summary><c>AUDIT_RETENTION_DAYS</c>: 1 to 3653 days.</summary>
    public required int RetentionDays { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationException">A variable is missing or has a value that is none of its own.</exception>
    public static AuditSettings FromEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var table = environment.GetValueOrDefault(FunctionVariables.AuditTableName);
        if (string.IsNullOrEmpty(table))
            throw new ConfigurationException(FunctionVariables.AuditTableName, table, "the name of a DynamoDB table");

        var retention = environment.GetValueOrDefault(FunctionVariables.AuditRetentionDays);
        if (!int.TryParse(retention, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days is < 1 or > 3653)
            throw new ConfigurationException(FunctionVariables.AuditRetentionDays, retention, "a number of days from 1 to 3653");

        return new AuditSettings { TableName = table, RetentionDays = days };
    }
}
