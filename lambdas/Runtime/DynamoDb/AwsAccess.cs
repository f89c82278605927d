namespace CognitoStack.Lambda.DynamoDb;

/// <summary>The keys that Lambda gives a function in its environment, for as long as its sandbox lives.</summary>
/// <param name="AccessKeyId">Names the keys.</param>
/// <param name="SecretAccessKey">Signs.</param>
/// <param name="SessionToken">Goes with keys that expire; absent with others.</param>
public sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null);

/// <summary>One of AWS's services that speak AWS JSON.</summary>
/// <param name="Name">Its name in addresses, signatures and, in capitals, variables.</param>
/// <param name="Target">What its operations' names begin with.</param>
/// <param name="ContentType">The version of AWS JSON that it speaks.</param>
public sealed record AwsService(string Name, string Target, string ContentType)
{
    /// <summary>Amazon DynamoDB.</summary>
    public static AwsService DynamoDb { get; } = new("dynamodb", "DynamoDB_20120810", "application/x-amz-json-1.0");

    /// <summary>AWS Systems Manager, which has the Parameter Store.</summary>
    public static AwsService SystemsManager { get; } = new("ssm", "AmazonSSM", "application/x-amz-json-1.1");
}

/// <summary>Where a service is and as whom it is called, in the variables that every AWS SDK reads.</summary>
public sealed record AwsAccess
{
    /// <summary><c>AWS_REGION</c>.</summary>
    public required string Region { get; init; }

    /// <summary>
    /// <c>AWS_ENDPOINT_URL_DYNAMODB</c> and the like, else <c>AWS_ENDPOINT_URL</c>, else the Region's own address, of the kind that
    /// <c>AWS_USE_FIPS_ENDPOINT</c> and <c>AWS_USE_DUALSTACK_ENDPOINT</c> ask for.
    /// </summary>
    public required Uri Endpoint { get; init; }

    /// <summary><c>AWS_ACCESS_KEY_ID</c>, <c>AWS_SECRET_ACCESS_KEY</c> and <c>AWS_SESSION_TOKEN</c>.</summary>
    public required AwsCredentials Credentials { get; init; }

    /// <summary>Reads the variables.</summary>
    /// <exception cref="ConfigurationException">One that Lambda always sets is missing, or an address is none.</exception>
    public static AwsAccess FromEnvironment(IReadOnlyDictionary<string, string> environment, AwsService service)
    {
        var region = Required(environment, "AWS_REGION", "the Region that Lambda sets");
        return new AwsAccess
        {
            Region = region,
            Endpoint =
                Configured(environment, $"AWS_ENDPOINT_URL_{service.Name.ToUpperInvariant()}")
                ?? Configured(environment, "AWS_ENDPOINT_URL")
                ?? OfRegion(
                    service.Name,
                    region,
                    environment.Flag("AWS_USE_FIPS_ENDPOINT"),
                    environment.Flag("AWS_USE_DUALSTACK_ENDPOINT")
                ),
            Credentials = new AwsCredentials(
                Required(environment, "AWS_ACCESS_KEY_ID", "the access key that Lambda sets"),
                Required(environment, "AWS_SECRET_ACCESS_KEY", "the secret key that Lambda sets"),
                environment.GetValueOrDefault("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null
            ),
        };
    }

    private static Uri OfRegion(string name, string region, bool fips, bool dualStack)
    {
        // GovCloud's usual address is its one for FIPS.
        var service = fips && (dualStack || !region.StartsWith("us-gov-", StringComparison.Ordinal)) ? $"{name}-fips" : name;
        var (suffix, ofDualStack) = SuffixesOf(region);
        return new Uri($"https://{service}.{region}.{(dualStack ? ofDualStack : suffix)}");
    }

    // The partitions that differ, but for those without the public internet, whose users have AWS_ENDPOINT_URL.
    private static (string, string) SuffixesOf(string region) =>
        region switch
        {
            _ when region.StartsWith("cn-", StringComparison.Ordinal) => ("amazonaws.com.cn", "api.amazonwebservices.com.cn"),
            _ when region.StartsWith("eusc-", StringComparison.Ordinal) => ("amazonaws.eu", "api.amazonwebservices.eu"),
            _ => ("amazonaws.com", "api.aws"),
        };

    private static Uri? Configured(IReadOnlyDictionary<string, string> environment, string variable)
    {
        if (environment.GetValueOrDefault(variable) is not { Length: > 0 } value)
            return null;
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ConfigurationException(variable, value, "an address such as http://localhost:4566");
    }

    // Not the value: one of them is a secret.
    private static string Required(IReadOnlyDictionary<string, string> environment, string variable, string expected) =>
        environment.GetValueOrDefault(variable) is { Length: > 0 } value
            ? value
            : throw new ConfigurationException(variable, null, expected);
}
