using Amazon.CDK;
using Amazon.CDK.AWS.Cognito;
using Amazon.CDK.AWS.Route53;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication;

/// <summary>Where the login pages are served (<c>AWS::Cognito::UserPoolDomain</c>), with its DNS records (<c>AWS::Route53::RecordSet</c>).</summary>
/// <remarks>Source: Amazon Cognito Developer Guide, "Configuring a user pool domain"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html) and "Using your own domain for managed login"
/// (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html).</remarks>
public sealed class LoginDomain : Construct
{
    /// <summary>Hosted zone of every CloudFront distribution, which a custom domain is.</summary>
    private const string CloudFrontZoneId = "Z2FDTNDATAQYW2";

    /// <summary>Makes the domain.</summary>
    /// <param name="scope">Stack.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="props">What it is like.</param>
    public LoginDomain(Construct scope, string id, LoginDomainProps props)
        : base(scope, id)
    {
        var configuration = props.Configuration;
        Resource = new CfnUserPoolDomain(
            this,
            "Resource",
            new CfnUserPoolDomainProps
            {
                UserPoolId = props.Pool.UserPoolId,
                Domain = configuration.Name ?? configuration.Prefix ?? DefaultPrefix(props.Environment),
                ManagedLoginVersion = props.ManagedLogin ? 2 : 1,
                CustomDomainConfig = configuration.Name is null
                    ? null
                    : new CfnUserPoolDomain.CustomDomainConfigTypeProperty { CertificateArn = configuration.CertificateArn! },
            }
        );
        Url = configuration.Name is null
            ? $"https://{Resource.Ref}.{props.Region.LoginHost}.{Stack.Of(this).Region}.amazoncognito.com"
            : $"https://{configuration.Name}";
        if (configuration is { Name: not null, HostedZoneId: not null })
            AddRecords(configuration.Name, configuration.HostedZoneId);
    }

    /// <summary>The CloudFormation resource.</summary>
    public CfnUserPoolDomain Resource { get; }

    /// <summary>Address of the login pages.</summary>
    public string Url { get; }

    /// <summary>Address that begins a sign-in with a client.</summary>
    public string SignInUrl(AppClient client)
    {
        var scopes = string.Join('+', client.Configuration.EffectiveScopes.Where(s => !s.Contains('/', StringComparison.Ordinal)));
        var callback = Uri.EscapeDataString(client.Configuration.CallbackUrls[0]);
        return $"{Url}/login?client_id={client.ClientId}&response_type=code&scope={scopes}&redirect_uri={callback}";
    }

    private void AddRecords(string name, string zoneId)
    {
        // CloudFront answers over IPv6 too.
        foreach (var type in new[] { "A", "AAAA" })
            _ = new CfnRecordSet(
                this,
                $"Record{type}",
                new CfnRecordSetProps
                {
                    HostedZoneId = zoneId,
                    Name = $"{name}.",
                    Type = type,
                    AliasTarget = new CfnRecordSet.AliasTargetProperty
                    {
                        DnsName = Resource.AttrCloudFrontDistribution,
                        HostedZoneId = CloudFrontZoneId,
                    },
                }
            );
    }

    /// <summary>A prefix must be unique among all customers in a Region; the first part of the stack's id makes it so, and stays for the stack's life.</summary>
    private string DefaultPrefix(string environment)
    {
        var name = ReservedWords.In(environment) is null ? environment : "signin";
        var guid = Fn.Select(2, Fn.Split("/", Stack.Of(this).StackId));
        return $"{name}-{Fn.Select(0, Fn.Split("-", guid))}";
    }
}

/// <summary>What tells one domain from another.</summary>
public sealed record LoginDomainProps
{
    /// <summary>Name of the environment, for the default prefix.</summary>
    public required string Environment { get; init; }

    /// <summary><c>domain</c> of the environment.</summary>
    public required DomainConfiguration Configuration { get; init; }

    /// <summary>Pool whose pages are served.</summary>
    public required IUserPool Pool { get; init; }

    /// <summary>Region of the pool.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>Whether the pages are managed login (version 2) or the classic hosted UI (version 1).</summary>
    public required bool ManagedLogin { get; init; }
}
