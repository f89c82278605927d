namespace CognitoStack.Configuration;

/// <summary>ARN of a user pool, in its parts.</summary>
/// <param name="Partition">Partition.</param>
/// <param name="Region">Region.</param>
/// <param name="Account">Account.</param>
/// <param name="Id">Id of the pool, which begins with its Region.</param>
public sealed record UserPoolArn(string Partition, string Region, string Account, string Id)
{
    /// <summary>What an ARN of a user pool looks like.</summary>
    internal const string Pattern = "^arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:[0-9]{12}:userpool/[a-z0-9-]+_[A-Za-z0-9]+$";

    /// <summary>What <see cref="Pattern"/> asks for.</summary>
    internal const string Message =
        "must be the ARN of a user pool, such as arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI";

    /// <summary>Takes an ARN apart.</summary>
    internal static UserPoolArn Parse(string arn)
    {
        var parts = arn.Split(':', '/');
        return new(parts[1], parts[3], parts[4], parts[6]);
    }

    /// <summary>Why id and Region contradict each other, or null.</summary>
    internal string? Problem =>
        Id.StartsWith(Region + "_", StringComparison.Ordinal)
            ? null
            : $"is an ARN of {Region} with the pool \"{Id}\", whose id begins with its Region. Correct one of the two.";
}
