using CognitoStack.Smoke.Target;

namespace CognitoStack.Smoke.Tests;

public sealed class StackOutputsTests
{
    private const string Whole = """
        {
          "CognitoStack-local-Authentication": { "UserPoolId": "us-east-1_Pool", "Region": "us-east-1", "ClientIdWeb": "w", "ClientIdMyApp": "m", "DenyListTableName": "deny" },
          "CognitoStack-local-Storage": { "BucketNameFiles": "files-bucket", "TableNameNotes": "notes-table" },
          "CognitoStack-local-Authorization": { "IdentityPoolId": "us-east-1:pool" },
          "CognitoStack-dev-Authentication": { "UserPoolId": "eu-west-1_Other", "Region": "eu-west-1" },
          "SomebodyElses": { "UserPoolId": "nobody" }
        }
        """;

    [Fact]
    public void The_outputs_of_all_stacks_of_an_environment_are_one()
    {
        var outputs = StackOutputs.Parse(Whole, "outputs.json", "local");
        Assert.Equal(
            ("us-east-1_Pool", "us-east-1:pool", "us-east-1", "deny"),
            (outputs.UserPoolId, outputs.IdentityPoolId, outputs.Region, outputs.DenyListTable)
        );
        Assert.Equal(
            ("w", "m", "files-bucket", "notes-table"),
            (outputs.ClientId("web"), outputs.ClientId("my-app"), outputs.Bucket("files"), outputs.Table("notes"))
        );
    }

    [Theory]
    [InlineData(Whole, "prod", "it knows dev, local.")]
    [InlineData("""{"Other":{"A":"b"}}""", "local", "it is empty, or of another project.")]
    [InlineData(Whole, "dev", "has no output IdentityPoolId")]
    [InlineData("[]", "local", "is not a file of outputs")]
    [InlineData("{", "local", "is not a file of outputs")]
    [InlineData("""{"CognitoStack-local-Authentication":{"UserPoolId":7}}""", "local", "is not a file of outputs")]
    public void What_cannot_be_used_is_told_with_the_way_out(string text, string environment, string told)
    {
        var error = Assert.Throws<SmokeException>(() => StackOutputs.Parse(text, "outputs.json", environment));
        Assert.StartsWith("outputs.json ", error.Message, StringComparison.Ordinal);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_environment_whose_name_begins_like_another_is_another() =>
        Assert.Contains(
            "nothing of the environment \"lo\"",
            Assert.Throws<SmokeException>(() => StackOutputs.Parse(Whole, "o", "lo")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_resource_that_is_in_the_file_but_not_deployed_is_named()
    {
        var outputs = StackOutputs.Parse(Whole, "outputs.json", "local");
        Assert.Contains(
            "TableNameOrders, though the environment file has storage.tables.orders",
            Assert.Throws<SmokeException>(() => outputs.Table("orders")).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(null, "npm start")]
    [InlineData("missing.json", "cdk deploy --all --outputs-file missing.json -c environment=local")]
    public void A_missing_file_says_who_writes_it(string? path, string told)
    {
        var here = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Directory.CreateTempSubdirectory().FullName);
        try
        {
            Assert.Contains(
                told,
                Assert.Throws<SmokeException>(() => StackOutputs.Read(new() { Outputs = path }, "local")).Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
    }
}
