using System.Net.Sockets;
using Amazon;
using Amazon.CognitoIdentity;
using Amazon.CognitoIdentityProvider;
using Amazon.CognitoIdentityProvider.Model;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.SecurityToken;

namespace CognitoStack.Smoke.Target;

/// <summary>AWS, or what stands in for it: clients for whoever has credentials.</summary>
/// <param name="region">Region.</param>
/// <param name="endpoint">What stands in for AWS; null: AWS itself.</param>
/// <param name="administrator">Credentials of whoever runs the smoke test.</param>
internal sealed class Aws(string region, Uri? endpoint, AWSCredentials administrator)
{
    /// <summary>Name of the profile, and of the file beside the outputs, that a local AWS keeps the administrator's key in.</summary>
    private const string Profile = "default";

    /// <summary>What stands in for AWS; null: AWS itself.</summary>
    public Uri? Endpoint => endpoint;

    /// <summary>Region.</summary>
    public string Region => region;

    /// <summary>How long the first call may wait: who is connected and hears nothing is not told so by the SDK before a minute.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>User pools; what users call goes out unsigned.</summary>
    public AmazonCognitoIdentityProviderClient UserPools { get; } =
        new(administrator, Configured(new AmazonCognitoIdentityProviderConfig(), region, endpoint));

    /// <summary>Identity pools; what people without credentials call goes out unsigned.</summary>
    public AmazonCognitoIdentityClient IdentityPools { get; } =
        new(administrator, Configured(new AmazonCognitoIdentityConfig(), region, endpoint));

    /// <summary>The administrator's S3.</summary>
    public AmazonS3Client AdministratorS3 { get; } = Storage(administrator, region, endpoint);

    /// <summary>The administrator's DynamoDB.</summary>
    public AmazonDynamoDBClient AdministratorDynamo { get; } = new(administrator, Configured(new AmazonDynamoDBConfig(), region, endpoint));

    /// <summary>Finds credentials: those beside the outputs where AWS is on this machine, the usual ones otherwise.</summary>
    /// <exception cref="SmokeException">There are none.</exception>
    public static Aws Open(SmokeOptions options, StackOutputs outputs)
    {
        var beside = Path.Combine(Path.GetDirectoryName(options.EffectiveOutputs) ?? string.Empty, "credentials");
        return new(
            options.Region ?? outputs.Region,
            options.EffectiveEndpoint,
            options.IsLocal && File.Exists(beside) ? FromFile(beside) : Usual(options, beside)
        );
    }

    /// <summary>S3 with somebody's credentials.</summary>
    public AmazonS3Client S3(AWSCredentials credentials) => Storage(credentials, region, endpoint);

    /// <summary>DynamoDB with somebody's credentials.</summary>
    public AmazonDynamoDBClient Dynamo(AWSCredentials credentials) =>
        new(credentials, Configured(new AmazonDynamoDBConfig(), region, endpoint));

    /// <summary>STS with somebody's credentials.</summary>
    public AmazonSecurityTokenServiceClient Sts(AWSCredentials credentials) =>
        new(credentials, Configured(new AmazonSecurityTokenServiceConfig(), region, endpoint));

    /// <summary>Asks for the user pool, so that what is wrong with all checks is told once.</summary>
    /// <exception cref="SmokeException">AWS, or what stands in for it, does not answer, or not to this administrator, or has no such pool.</exception>
    public async Task ProbeAsync(string userPoolId, CancellationToken cancel)
    {
        try
        {
            if (endpoint is not null)
                await ConnectAsync(endpoint, cancel);
            await UserPools.DescribeUserPoolAsync(new() { UserPoolId = userPoolId }, cancel).WaitAsync(Patience, cancel);
        }
        catch (ResourceNotFoundException)
        {
            throw new SmokeException(
                $"There is no user pool {userPoolId} in {region}{At}: the outputs are of a deployment that is gone. "
                    + "Deploy again, or name other outputs with --outputs FILE."
            );
        }
        catch (AmazonServiceException e) when (e.ErrorCode.Length > 0)
        {
            var way = endpoint is null
                ? "Sign in to the right account (aws sso login, AWS_PROFILE)."
                : "Those of the local AWS lie beside its outputs.";
            throw new SmokeException($"The administrator's credentials do not do: {Checks.Expect.Say(e)} {way}");
        }
        catch (Exception e)
            when (e is HttpRequestException or SocketException or TimeoutException or AmazonClientException or OperationCanceledException
                && !cancel.IsCancellationRequested
            )
        {
            throw new SmokeException(
                endpoint is null
                    ? $"AWS does not answer in {region}: {e.Message}"
                    : $"Nothing answers at {endpoint}. Start the local AWS with \"npm start\", or name another address with --endpoint URL."
            );
        }
    }

    private string At => endpoint is null ? string.Empty : $" at {endpoint}";

    private static async Task ConnectAsync(Uri endpoint, CancellationToken cancel)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(3), cancel);
    }

    private static AWSCredentials FromFile(string path) =>
        new SharedCredentialsFile(path).TryGetProfile(Profile, out var profile) && profile.CanCreateAWSCredentials
            ? profile.GetAWSCredentials(null)
            : throw new SmokeException(
                $"{path} has no access key in a profile [{Profile}]. The local AWS writes it when it starts: delete the file and start it again."
            );

    private static AWSCredentials Usual(SmokeOptions options, string beside)
    {
        try
        {
            var credentials = DefaultAWSCredentialsIdentityResolver.GetCredentials(new AmazonDynamoDBConfig());
            credentials.GetCredentials();
            return credentials;
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException)
        {
            throw new SmokeException(
                options.IsLocal
                    ? $"There are no credentials: the local AWS writes {beside} when it starts. Start it with \"npm start\"."
                    : "There are no AWS credentials. Sign in (\"aws sso login\", AWS_PROFILE=…), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            );
        }
    }

    private static AmazonS3Client Storage(AWSCredentials credentials, string region, Uri? endpoint) =>
        new(credentials, Configured(new AmazonS3Config { ForcePathStyle = endpoint is not null }, region, endpoint));

    private static T Configured<T>(T config, string region, Uri? endpoint)
        where T : ClientConfig
    {
        config.MaxErrorRetry = 2;
        config.Timeout = TimeSpan.FromSeconds(20);
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = region;
        }

        return config;
    }
}
