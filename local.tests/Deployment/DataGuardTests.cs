namespace CognitoStack.Local.Tests.Deployment;

public sealed class DataGuardTests : IDisposable
{
    private const string Table = """
        "AttributeDefinitions": [{"AttributeName": "owner", "AttributeType": "S"}, {"AttributeName": "note", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}, {"AttributeName": "note", "KeyType": "RANGE"}]
        """;

    private const string Pool = """
        "UsernameAttributes": ["email"], "UsernameConfiguration": {"CaseSensitive": false},
        "Schema": [{"Name": "email", "Required": true, "Mutable": true}, {"Name": "tenant", "AttributeDataType": "String", "Mutable": true}]
        """;

    private readonly Bench bench = new();

    [Theory]
    [InlineData(
        """{"AttributeName": "note", "KeyType": "RANGE"}""",
        """{"AttributeName": "owner2", "KeyType": "RANGE"}""",
        "KeySchema of notes was owner (S, HASH), note (S, RANGE) and is now owner (S, HASH), owner2 (, RANGE)"
    )]
    [InlineData(
        """{"AttributeName": "note", "AttributeType": "S"}""",
        """{"AttributeName": "note", "AttributeType": "N"}""",
        "KeySchema of notes was owner (S, HASH), note (S, RANGE) and is now owner (S, HASH), note (N, RANGE)"
    )]
    [InlineData(
        "\"KeySchema\"",
        """ "LocalSecondaryIndexes": [{"IndexName": "byNote", "KeySchema": []}], "KeySchema" """,
        "LocalSecondaryIndexes.byNote of notes was not set and is now"
    )]
    public async Task Keys_of_a_table_are_not_changed(string from, string to, string expected)
    {
        await bench.With(("One", Stack("AWS::DynamoDB::Table", Table + ", \"TableName\": \"notes\""))).DeployAsync();
        bench.With(
            ("One", Stack("AWS::DynamoDB::Table", (Table + ", \"TableName\": \"notes\"").Replace(from, to, StringComparison.Ordinal)))
        );

        var refusal = await bench.RefusalAsync();

        Assert.StartsWith("One: R: " + expected, refusal, StringComparison.Ordinal);
        Assert.EndsWith(
            "It is fixed when the table is made, and AWS would make another, empty one. Take the change back, or start anew with --fresh.",
            refusal,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "note", "not set", "note (S, HASH) with")]
    [InlineData("note", "", "note (S, HASH) with", "not set")]
    [InlineData("note", "owner", "note (S, HASH) with", "owner (S, HASH) with")]
    public async Task A_global_index_comes_with_its_table_alone(string before, string after, string was, string becomes)
    {
        static string With(string key) =>
            Stack(
                "AWS::DynamoDB::Table",
                $$"""{{Table}}{{(key.Length == 0 ? "" : $$""", "GlobalSecondaryIndexes": [{"IndexName": "byNote", "KeySchema": [{"AttributeName": "{{key}}", "KeyType": "HASH"}]}]""")}}"""
            );
        var name = (await bench.With(("One", With(before))).DeployAsync()).Resources.Single().Name;

        bench.With(("One", With(after)));

        Assert.Equal(
            $"One: R: GlobalSecondaryIndexes.byNote of {name} was {was} and is now {becomes}. AWS adds and removes global indexes of a table that has items; the store of this machine makes them with the table alone. Take the change back, or start anew with --fresh.",
            (await bench.RefusalAsync())
                .Replace("with  and", "with and", StringComparison.Ordinal)
                .Replace("with .", "with.", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("AWS::DynamoDB::Table", Table, "TableName", "table")]
    [InlineData("AWS::S3::Bucket", "\"Tags\": []", "BucketName", "bucket")]
    public async Task What_holds_data_keeps_its_name(string type, string properties, string setting, string kind)
    {
        string Named(string? name) => Stack(type, name is null ? properties : $"{properties}, \"{setting}\": \"{name}\"");
        var made = (await bench.With(("One", Named(null))).DeployAsync()).Resources.Single().Name;
        bench.With(("One", Named("another")));
        Assert.Equal(
            $"One: R: its name was {made} and is now another. AWS would make another, empty {kind} of that name. Take the change back, start anew with --fresh, or give it another logical ID to have an empty {kind} beside the old one, whose data stays.",
            await bench.RefusalAsync()
        );
        Assert.Equal(made, (await bench.With(("One", Named(null))).DeployAsync()).Resources.Single().Name);
        await bench.With(("One", Named("another").Replace("\"R\"", "\"Other\"", StringComparison.Ordinal))).DeployAsync();
    }

    [Theory]
    [InlineData("[\"email\"]", "[\"phone_number\"]", "UsernameAttributes", "email", "phone_number")]
    [InlineData("\"UsernameAttributes\": [\"email\"],", "", "UsernameAttributes", "email", "not set")]
    [InlineData(
        "\"Schema\"",
        "\"AliasAttributes\": [\"email\", \"preferred_username\"], \"Schema\"",
        "AliasAttributes",
        "not set",
        "email, preferred_username"
    )]
    [InlineData(
        "\"CaseSensitive\": false",
        "\"CaseSensitive\": true",
        "UsernameConfiguration",
        "CaseSensitive false",
        "CaseSensitive true"
    )]
    [InlineData(
        """, {"Name": "tenant", "AttributeDataType": "String", "Mutable": true}""",
        "",
        "Schema.tenant",
        "AttributeDataType String, Mutable true",
        "not set"
    )]
    [InlineData(
        "\"AttributeDataType\": \"String\"",
        "\"AttributeDataType\": \"Number\"",
        "Schema.tenant",
        "AttributeDataType String, Mutable true",
        "AttributeDataType Number, Mutable true"
    )]
    [InlineData("\"Required\": true", "\"Required\": false", "Schema.email", "Mutable true, Required true", "Mutable true, Required false")]
    [InlineData("\"Schema\": [", """ "Schema": [{"Name": "locale", "Mutable": true}, """, "Schema.locale", "not set", "Mutable true")]
    [InlineData("\"Schema\": [", """ "Schema": [{"Name": "name", "Required": true}, """, "Schema.name", "not set", "Required true")]
    public async Task What_a_user_pool_is_made_with_is_not_changed(string from, string to, string setting, string was, string becomes)
    {
        var id = (await bench.With(("One", Stack("AWS::Cognito::UserPool", Pool))).DeployAsync()).Resources.Single().Name;
        bench.With(("One", Stack("AWS::Cognito::UserPool", Pool.Replace(from, to, StringComparison.Ordinal))));

        Assert.Equal(
            $"One: R: {setting} of {id} was {was} and is now {becomes}. It is fixed when the user pool is made: AWS refuses the change, or makes another pool without users. Take the change back, or start anew with --fresh.",
            await bench.RefusalAsync()
        );
    }

    [Theory]
    [InlineData("\"Schema\": [", """ "Schema": [{"Name": "tier", "AttributeDataType": "String", "Mutable": true}, """)]
    [InlineData("""{"Name": "email", "Required": true, "Mutable": true}, """, "")]
    [InlineData("\"Schema\"", """ "MfaConfiguration": "ON", "Schema" """)]
    [InlineData("\"UsernameConfiguration\": {\"CaseSensitive\": false}", "\"UsernameConfiguration\": {\"CaseSensitive\": \"false\"}")]
    public async Task Custom_attributes_are_added_and_other_settings_changed(string from, string to)
    {
        await bench.With(("One", Stack("AWS::Cognito::UserPool", Pool))).DeployAsync();

        Assert.Single(
            (
                await bench.With(("One", Stack("AWS::Cognito::UserPool", Pool.Replace(from, to, StringComparison.Ordinal)))).DeployAsync()
            ).Resources
        );
    }

    [Fact]
    public async Task What_comes_back_is_compared_with_what_it_was()
    {
        await bench.With(("One", Stack("AWS::DynamoDB::Table", Table))).DeployAsync();
        await bench.With(("One", """{"Resources": {}}""")).DeployAsync();
        bench.With(("One", Stack("AWS::DynamoDB::Table", Table.Replace("\"owner\"", "\"user\"", StringComparison.Ordinal))));

        Assert.Contains("KeySchema", await bench.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_left_the_templates_is_told()
    {
        var log = new Lines<Local.Deployment.Deployer>();
        bench.Log = log;
        var name = (await bench.With(("One", Stack("AWS::DynamoDB::Table", Table))).DeployAsync()).Resources.Single().Name;
        Assert.DoesNotContain(log.All, l => l.StartsWith("Warning", StringComparison.Ordinal));

        await bench.With(("One", """{"Resources": {}}""")).DeployAsync();

        Assert.Contains(
            $"Warning: us-east-1/One/R ({name}) is no longer in the templates; its name and data are kept until you start with --fresh",
            log.All
        );
    }

    public void Dispose() => bench.Dispose();

    private static string Stack(string type, string properties) =>
        $$$"""{"Resources": {"R": {"Type": "{{{type}}}", "Properties": { {{{properties}}} } } } }""";
}
