using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>What is deployed beside a pool is read back by the service's own calls.</summary>
public sealed class ReadBackTests(PoolHost host) : IClassFixture<PoolHost>
{
    [Fact]
    public async Task A_brand_is_found_by_its_id_and_by_its_client_and_told_as_its_template_has_it()
    {
        host.Deploy(
            others: Made(
                "AWS::Cognito::ManagedLoginBranding",
                "ManagedLoginBrandingId",
                "brand",
                new { ClientId = "web", Settings = new { a = 1 } }
            )
        );

        foreach (
            var (operation, input) in new (string, object)[]
            {
                ("DescribeManagedLoginBranding", new { ManagedLoginBrandingId = "brand" }),
                ("DescribeManagedLoginBrandingByClient", new { ClientId = "web" }),
            }
        )
        {
            var brand = (await host.AdminAsync(operation, input))["ManagedLoginBranding"]!;
            Assert.Equal(("brand", 1), (brand["ManagedLoginBrandingId"]!.ToString(), brand["Settings"]!["a"]!.GetValue<int>()));
            Assert.Contains(
                "ReturnMergedResources is not available here",
                await host.AdminRefusedAsync("InvalidParameterException", operation, With(input, "ReturnMergedResources", true)),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Terms_are_described_by_their_id_and_listed_by_pages()
    {
        host.Deploy(
            others:
            [
                Made("AWS::Cognito::Terms", "TermsId", "one", new { TermsName = "privacy-policy", ClientId = "web" }),
                Made("AWS::Cognito::Terms", "TermsId", "two", new { TermsName = "terms-of-use", ClientId = "web" }),
            ]
        );

        Assert.Equal("terms-of-use", (await host.AdminAsync("DescribeTerms", new { TermsId = "two" }))["Terms"]!["TermsName"]!.ToString());
        await host.AdminRefusedAsync("ResourceNotFoundException", "DescribeTerms", new { TermsId = "three" });
        var page = await host.AdminAsync("ListTerms", new { MaxResults = 1 });
        Assert.Equal("one", Assert.Single(page["Terms"]!.AsArray())!["TermsId"]!.ToString());
        page = await host.AdminAsync("ListTerms", new { MaxResults = 1, NextToken = page["NextToken"]!.ToString() });
        Assert.Equal("two", Assert.Single(page["Terms"]!.AsArray())!["TermsId"]!.ToString());
        Assert.Null(page["NextToken"]);
    }

    [Fact]
    public async Task A_pool_s_tags_are_told_by_its_ARN()
    {
        host.Deploy(new { UserPoolTags = new { team = "people" } });
        var caller = new Administrator("111122223333");

        var tags = (await host.CallAsync("ListTagsForResource", new { ResourceArn = Templates.PoolArn }, caller))["Tags"]!;

        Assert.Equal("people", tags["team"]!.ToString());
        await host.RefusedAsync(
            "ResourceNotFoundException",
            () =>
                host.CallAsync(
                    "ListTagsForResource",
                    new { ResourceArn = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/other" },
                    caller
                )
        );
    }

    [Fact]
    public async Task An_administrator_takes_attributes_away()
    {
        host.Deploy();
        var email = await host.UserAsync(tenant: "acme");

        await host.AdminAsync("AdminDeleteUserAttributes", new { Username = email, UserAttributeNames = new[] { "custom:tenant" } });

        var user = await host.AdminAsync("AdminGetUser", new { Username = email });
        Assert.Null(PoolHost.Attribute(user["UserAttributes"], "custom:tenant"));
        Assert.Equal(email, PoolHost.Attribute(user["UserAttributes"], "email"));
    }

    [Fact]
    public async Task A_provider_is_changed_by_hand_in_what_the_call_names()
    {
        host.Deploy(
            others: Templates.Resource(
                "AWS::Cognito::UserPoolIdentityProvider",
                "Okta",
                Templates.Json(
                    new
                    {
                        UserPoolId = Templates.PoolId,
                        ProviderName = "Okta",
                        ProviderType = "OIDC",
                        ProviderDetails = new { client_id = "before" },
                        AttributeMapping = new { email = "mail" },
                    }
                )
            )
        );

        await host.AdminAsync(
            "UpdateIdentityProvider",
            new
            {
                ProviderName = "Okta",
                ProviderDetails = new { client_id = "after" },
                IdpIdentifiers = new[] { "okta.example.com" },
            }
        );

        var found = (await host.AdminAsync("GetIdentityProviderByIdentifier", new { IdpIdentifier = "okta.example.com" }))[
            "IdentityProvider"
        ]!;
        Assert.Equal(
            ("after", "mail"),
            (found["ProviderDetails"]!["client_id"]!.ToString(), found["AttributeMapping"]!["email"]!.ToString())
        );
    }

    private static Resource Made(string type, string attribute, string id, object properties) =>
        Templates.Resource(type, id, With(properties, "UserPoolId", Templates.PoolId)) with
        {
            Attributes = new Dictionary<string, string> { [attribute] = id },
        };

    private static JsonObject With(object input, string name, JsonNode value)
    {
        var json = Templates.Json(input);
        json[name] = value;
        return json;
    }
}
