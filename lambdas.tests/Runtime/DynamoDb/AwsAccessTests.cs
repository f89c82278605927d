using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime.Endpoints;
using CognitoStack.Lambda.DynamoDb;

namespace CognitoStack.Lambda.Tests.Runtime.DynamoDb;

public sealed class AwsAccessTests
{
    [Theory]
    [InlineData("eu-central-1", "https://dynamodb.eu-central-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", "https://dynamodb.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://dynamodb.cn-north-1.amazonaws.com.cn/")]
    [InlineData("eusc-de-east-1", "https://dynamodb.eusc-de-east-1.amazonaws.eu/")]
    public void A_Region_has_its_own_address(string region, string address) =>
        Assert.Equal(address, Read(("AWS_REGION", region)).Endpoint.AbsoluteUri);

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-east-1")]
    [InlineData("us-gov-west-1")]
    [InlineData("cn-north-1")]
    [InlineData("eusc-de-east-1")]
    public void The_address_of_every_kind_is_the_SDKs(string region)
    {
        foreach (var (fips, dualStack) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var sdk = new AmazonDynamoDBConfig
            {
                RegionEndpoint = RegionEndpoint.GetBySystemName(region),
                UseFIPSEndpoint = fips,
                UseDualstackEndpoint = dualStack,
            };
            var expected = sdk.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new ListTablesRequest())).URL;

            var read = Read(
                ("AWS_REGION", region),
                ("AWS_USE_FIPS_ENDPOINT", fips ? "true" : ""),
                ("AWS_USE_DUALSTACK_ENDPOINT", $"{dualStack}".ToLowerInvariant())
            );

            Assert.Equal(new Uri(expected), read.Endpoint);
        }
    }

    [Fact]
    public void An_address_of_DynamoDB_goes_before_one_of_all_of_AWS()
    {
        Assert.Equal("http://aws:4566/", Read(("AWS_ENDPOINT_URL", "http://aws:4566")).Endpoint.AbsoluteUri);
        Assert.Equal(
            "http://dynamo:8000/",
            Read(("AWS_ENDPOINT_URL", "http://aws:4566"), ("AWS_ENDPOINT_URL_DYNAMODB", "http://dynamo:8000")).Endpoint.AbsoluteUri
        );
        Assert.Equal(
            "http://aws:4566/",
            Read(("AWS_ENDPOINT_URL", "http://aws:4566"), ("AWS_ENDPOINT_URL_DYNAMODB", "")).Endpoint.AbsoluteUri
        );
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_SECRET_ACCESS_KEY")]
    public void What_Lambda_always_sets_is_missed_by_name(string variable) =>
        Assert.StartsWith(
            $"{variable} is not set",
            Assert.Throws<ConfigurationException>(() => Read((variable, ""))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("localhost:4566")]
    [InlineData("/tmp/dynamodb")]
    public void An_address_that_is_none_is_refused(string address) =>
        Assert.Throws<ConfigurationException>(() => Read(("AWS_ENDPOINT_URL", address)));

    [Fact]
    public void Keys_that_last_have_no_token()
    {
        Assert.Equal(new AwsCredentials("key", "secret"), Read(("AWS_SESSION_TOKEN", "")).Credentials);
        Assert.Equal(new AwsCredentials("key", "secret", "token"), Read(("AWS_SESSION_TOKEN", "token")).Credentials);
    }

    private static AwsAccess Read(params (string Name, string Value)[] changes)
    {
        var environment = new Dictionary<string, string>
        {
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "key",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
        };
        foreach (var (name, value) in changes)
            environment[name] = value;
        return AwsAccess.FromEnvironment(environment, AwsService.DynamoDb);
    }
}
