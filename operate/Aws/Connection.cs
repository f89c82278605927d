using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace CognitoStack.Operate.Aws;

/// <summary>AWS, or what the shell's <c>AWS_ENDPOINT_URL</c> names in its place, and what is deployed there of an environment.</summary>
internal sealed class Connection
{
    private readonly AWSCredentials credentials;
    private readonly string region;
    private readonly Uri? endpoint;

    private Connection(AWSCredentials credentials, string region, Uri? endpoint, IReadOnlyDictionary<string, string> outputs)
    {
        (this.credentials, this.region, this.endpoint, Outputs) = (credentials, region, endpoint, outputs);
        UserPools = Service("AWSCognitoIdentityProviderService", "cognito-idp");
        Secrets = Service("secretsmanager", "secretsmanager");
        Logs = Service("Logs_20140328", "logs");
    }

    public AwsService UserPools { get; }

    public AwsService Secrets { get; }

    public AwsService Logs { get; }

    /// <summary>What the stacks of the environment tell.</summary>
    public IReadOnlyDictionary<string, string> Outputs { get; }

    public string UserPoolId => Outputs["UserPoolId"];

    /// <summary>Whether it is AWS itself, where things cost money.</summary>
    public bool IsAws => endpoint is null;

    /// <summary>Where it is, for people.</summary>
    public string Place => endpoint?.ToString().TrimEnd('/') ?? $"AWS {region}";

    /// <summary>Finds credentials and outputs.</summary>
    /// <param name="outputs">A file of <c>npm run outputs</c> or of <c>cdk deploy --outputs-file</c>.</param>
    /// <param name="environment">The environment, of which the latter may have several.</param>
    /// <exception cref="OperateException">There are none.</exception>
    public static Connection Open(FileInfo outputs, string environment)
    {
        var values = Read(outputs, environment);
        var address = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
        try
        {
            var credentials = DefaultAWSCredentialsIdentityResolver.GetCredentials(new AwsServiceConfig("", "cognito-idp"));
            credentials.GetCredentials();
            return new(
                credentials,
                values.GetValueOrDefault("Region") ?? values["UserPoolId"].Split('_')[0],
                string.IsNullOrEmpty(address) ? null : new Uri(address),
                values
            );
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException)
        {
            throw new OperateException(
                "There are no AWS credentials. Sign in (\"aws sso login\", AWS_PROFILE=…), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            );
        }
    }

    private static Dictionary<string, string> Read(FileInfo file, string environment)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(file.FullName))!.AsObject();
            var own = json.Where(s => s.Value is JsonObject && s.Key.StartsWith($"CognitoStack-{environment}-", StringComparison.Ordinal))
                .SelectMany(s => s.Value!.AsObject())
                .Concat(json.Where(o => o.Value is JsonValue))
                .ToDictionary(o => o.Key, o => o.Value!.ToString());
            return own.ContainsKey("UserPoolId")
                ? own
                : throw new OperateException($"{file} has no UserPoolId of the environment {environment}.", ExitCode.Usage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new OperateException($"{file} cannot be read as outputs of a deployment: {e.Message}", ExitCode.Usage);
        }
    }

    private AwsService Service(string target, string host)
    {
        var config = new AwsServiceConfig(target, host) { MaxErrorRetry = 3, Timeout = TimeSpan.FromSeconds(30) };
        if (endpoint is null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        else
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint.ToString(), region);
        return new(credentials, config);
    }
}
