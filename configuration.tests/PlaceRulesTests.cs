namespace CognitoStack.Configuration.Tests;

public sealed class PlaceRulesTests
{
    [Theory]
    [InlineData(
        """{ "account": "111122223333" }""",
        "$.region: is missing, but the account is 111122223333. Give both, or neither: then the CLI's are used."
    )]
    [InlineData(
        """{ "region": "eu-west-1" }""",
        "$.account: is missing, but the region is eu-west-1. Give both, or neither: then the CLI's are used."
    )]
    public void Half_a_place_is_refused(string environment, string error) => Given.Environment(environment).IsRefused(error);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "account": null, "region": null }""")]
    [InlineData("""{ "account": "111122223333", "region": "us-gov-west-1" }""")]
    public void A_whole_place_or_none_is_accepted(string environment) => Given.Environment(environment).IsAccepted();

    [Theory]
    [InlineData(
        """{ "account": "111122223333", "region": "Ireland" }""",
        """$.region: "Ireland" must be an AWS Region, such as eu-west-1."""
    )]
    [InlineData("""{ "account": "1111", "region": "eu-west-1" }""", """$.account: "1111" must be an AWS account id, 12 digits.""")]
    public void An_unreadable_half_does_not_count_as_missing(string environment, string error) =>
        Given.Environment(environment).IsRefused(error);

    [Fact]
    public void A_resource_has_room_for_50_tags()
    {
        With(50).IsAccepted();
        With(51).IsRefused("$.tags: has 51 tags; AWS allows 50 on a resource. Remove some.");

        static Outcome With(int count) =>
            Given.Environment($$"""{ "tags": { {{string.Join(", ", Enumerable.Range(1, count).Select(i => $"\"t{i}\": \"\""))}} } }""");
    }
}
