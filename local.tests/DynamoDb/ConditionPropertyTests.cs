using System.Globalization;
using System.Text.Json.Nodes;
using CognitoStack.Local.DynamoDb;
using CognitoStack.Local.Http;
using CognitoStack.Local.Tests.Access;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.DynamoDb;

/// <summary>Conditions of any kind on values of any kind hold where the reference says that they do.</summary>
[Collection(TestHostCollection.Name)]
public sealed class ConditionPropertyTests(TestHost host)
{
    private static readonly Gen<JsonObject> Scalar = Gen.OneOf<string>(
            """{ "S": "" }""",
            """{ "S": "a" }""",
            """{ "S": "ab" }""",
            """{ "S": "é" }""",
            """{ "S": "\uD83D\uDE00" }""",
            """{ "S": "\uFFFD" }""",
            """{ "N": "0" }""",
            """{ "N": "-0.0" }""",
            """{ "N": "1" }""",
            """{ "N": "1.0" }""",
            """{ "N": "1e0" }""",
            """{ "N": "-2.50" }""",
            """{ "N": "10" }""",
            """{ "N": "9" }""",
            """{ "B": "" }""",
            """{ "B": "YQ==" }""",
            """{ "B": "YWI=" }""",
            """{ "B": "//8=" }""",
            """{ "B": "/w==" }""",
            """{ "B": "gIA=" }""",
            """{ "BOOL": false }""",
            """{ "BOOL": true }""",
            """{ "NULL": true }"""
        )
        .Select(Parse);

    private static readonly Gen<JsonObject> Set = Gen.OneOf<string>(
            """{ "SS": ["a", ""] }""",
            """{ "SS": ["", "a"] }""",
            """{ "SS": ["ab"] }""",
            """{ "NS": ["1", "2"] }""",
            """{ "NS": ["2.0", "1.0"] }""",
            """{ "NS": ["0"] }""",
            """{ "BS": ["YQ==", ""] }""",
            """{ "BS": ["/w=="] }"""
        )
        .Select(Parse);

    private static readonly Gen<JsonObject> Value = Nested(2);

    private static readonly Gen<Case> Any = Gen.Select(
        Attribute,
        Operand,
        Operand,
        Gen.Int[0, 13],
        (a, x, y, kind) => new Case(kind, a, x, y)
    );

    private static Gen<(string? Name, JsonObject? Value)> Attribute =>
        Gen.OneOf(
            Gen.Const(((string?)"gone", (JsonObject?)null)),
            Gen.Const(((string?)"toString", (JsonObject?)null)),
            Value.Select(v => ((string?)"a", (JsonObject?)v))
        );

    /// <summary>A value in the expression, or that of another attribute, which may not be there.</summary>
    private static Gen<(bool IsAttribute, JsonObject? Value)> Operand =>
        Gen.OneOf(
            Value.Select(v => (false, (JsonObject?)v)),
            Value.Select(v => (true, (JsonObject?)v)),
            Gen.Const((true, (JsonObject?)null))
        );

    [Fact]
    public async Task Every_condition_holds_where_the_reference_says_so()
    {
        var store = host.Services.GetRequiredService<IItemStore>();
        await Any.Where(c => c.IsValid)
            .SampleAsync(
                async c =>
                {
                    var key = new JsonObject { ["account"] = new JsonObject { ["S"] = $"property-{Guid.NewGuid():N}" } };
                    var item = key.DeepClone().AsObject();
                    foreach (var (name, value) in c.Stored)
                        item[name] = value.DeepClone();
                    await store.CallAsync("PutItem", new() { ["TableName"] = "ledger", ["Item"] = item }, default);
                    var request = new JsonObject
                    {
                        ["TableName"] = "ledger",
                        ["Key"] = key,
                        ["ConditionExpression"] = c.Expression,
                    };
                    if (c.Values.Count > 0)
                        request["ExpressionAttributeValues"] = c.Values;
                    Assert.Equal(c.Expected, await HoldsAsync(store, request));
                },
                iter: 2_000
            );
    }

    private static async Task<bool> HoldsAsync(IItemStore store, JsonObject request)
    {
        try
        {
            await store.CallAsync("DeleteItem", request, default);
            return true;
        }
        catch (AwsException e) when (e.Code == "ConditionalCheckFailedException")
        {
            return false;
        }
    }

    private static Gen<JsonObject> Nested(int depth)
    {
        if (depth == 0)
            return Gen.OneOf(Scalar, Set);
        var inner = Nested(depth - 1);
        var list = inner.Array[0, 3].Select(items => new JsonObject { ["L"] = new JsonArray([.. items.Select(i => i.DeepClone())]) });
        var map = Gen.Select(Gen.OneOf<string>("x", "y", "constructor"), inner)
            .Array[0, 2]
            .Select(items => new JsonObject
            {
                ["M"] = new JsonObject(
                    items.DistinctBy(i => i.Item1).Select(i => KeyValuePair.Create(i.Item1, (JsonNode?)i.Item2.DeepClone()))
                ),
            });
        return Gen.OneOf(Scalar, Scalar, Set, list, map);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    /// <summary>A condition on an item.</summary>
    private sealed record Case(
        int Kind,
        (string? Name, JsonObject? Value) Attribute,
        (bool IsAttribute, JsonObject? Value) First,
        (bool IsAttribute, JsonObject? Value) Second
    )
    {
        private static readonly string[] Comparators = ["=", "<>", "<", "<=", ">", ">="];
        private readonly string[] operands = [First.IsAttribute ? "b" : ":b", Second.IsAttribute ? "c" : ":c"];

        private JsonObject? A => Attribute.Value;

        private JsonObject? B => First.Value;

        private JsonObject? C => Second.Value;

        private bool IsOfOrder => Kind is >= 2 and <= 5 or 11;

        /// <summary>What no item could fulfil is an error of the request instead.</summary>
        public bool IsValid =>
            (!IsOfOrder || ((First.IsAttribute || IsScalar(B)) && (Kind != 11 || Second.IsAttribute || IsScalar(C))))
            && (Kind != 11 || First.IsAttribute || Second.IsAttribute || ComparisonModel.Order(B, C) <= 0)
            && (Kind != 7 || First.IsAttribute || ComparisonModel.Type(B!) is "S" or "B");

        public string Expression =>
            Kind switch
            {
                <= 5 => $"{Attribute.Name} {Comparators[Kind]} {operands[0]}",
                6 => $"contains({Attribute.Name}, {operands[0]})",
                7 => $"begins_with({Attribute.Name}, {operands[0]})",
                8 => $"attribute_exists({Attribute.Name})",
                9 => $"attribute_not_exists({Attribute.Name})",
                10 => $"{Attribute.Name} IN ({operands[0]}, {operands[1]})",
                11 => $"{Attribute.Name} BETWEEN {operands[0]} AND {operands[1]}",
                12 => $"size({Attribute.Name}) = :n",
                _ => $"attribute_type({Attribute.Name}, :t)",
            };

        public bool Expected =>
            Kind switch
            {
                0 => ComparisonModel.Equal(A, B),
                1 => !ComparisonModel.Equal(A, B),
                2 => ComparisonModel.Order(A, B) < 0,
                3 => ComparisonModel.Order(A, B) <= 0,
                4 => ComparisonModel.Order(A, B) > 0,
                5 => ComparisonModel.Order(A, B) >= 0,
                6 => ComparisonModel.Contains(A, B),
                7 => ComparisonModel.Begins(A, B),
                8 => A is not null,
                9 => A is null,
                10 => ComparisonModel.Equal(A, B) || ComparisonModel.Equal(A, C),
                11 => ComparisonModel.Order(A, B) >= 0 && ComparisonModel.Order(A, C) <= 0,
                12 => ComparisonModel.Size(A) == AskedSize,
                _ => A is not null && ComparisonModel.Type(A) == AskedType,
            };

        public IEnumerable<(string Name, JsonObject Value)> Stored
        {
            get
            {
                if (A is not null)
                    yield return (Attribute.Name!, A);
                if (First is (true, { } b))
                    yield return ("b", b);
                if (Second is (true, { } c))
                    yield return ("c", c);
            }
        }

        public JsonObject Values
        {
            get
            {
                var values = new JsonObject();
                if (Kind is <= 7 or 10 or 11 && !First.IsAttribute)
                    values[":b"] = B!.DeepClone();
                if (Kind is 10 or 11 && !Second.IsAttribute)
                    values[":c"] = C!.DeepClone();
                if (Kind == 12)
                    values[":n"] = new JsonObject { ["N"] = AskedSize.ToString(CultureInfo.InvariantCulture) };
                if (Kind == 13)
                    values[":t"] = new JsonObject { ["S"] = AskedType };
                return values;
            }
        }

        private int AskedSize => ComparisonModel.Size(A) ?? ComparisonModel.Size(B) ?? 0;

        private string AskedType => ComparisonModel.Type(B ?? A ?? C ?? Parse("""{ "S": "" }"""));

        private static bool IsScalar(JsonObject? value) => value is null || ComparisonModel.Type(value) is "S" or "N" or "B";
    }
}
