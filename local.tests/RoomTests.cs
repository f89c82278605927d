using NetArchTest.Rules;

namespace CognitoStack.Local.Tests;

/// <summary>A room of the local AWS knows those below it, and none above: so there is no circle.</summary>
public sealed class RoomTests
{
    private const string House = "CognitoStack.Local";

    /// <summary>What puts the rooms together stands above them all; what else is in the folder itself, below.</summary>
    private static readonly string[] Roof = ["LocalHost", "LocalOptions", "Listening", "Mishaps", "Program"];

    /// <summary>From the ground up.</summary>
    private static readonly string[] Rooms =
    [
        "Http",
        "Deployment",
        "Processes",
        "Tls",
        "Access",
        "Front",
        "Coverage",
        "Parameters",
        "Secrets",
        "Iam",
        "Images",
        "CloudFormation",
        "DynamoDb",
        "Notifications",
        "Metrics",
        "Logs",
        "Firewall",
        "Kms",
        "S3",
        "Functions",
        "Providers",
        "UserPools",
        "IdentityPools",
        "StandIns",
        "Desk",
    ];

    private static readonly Types All = Types.InAssembly(typeof(LocalHost).Assembly);

    public static TheoryData<string> Names => [.. Rooms];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_room_knows_none_above_it(string room) =>
        Holds(All.That().ResideInNamespace($"{House}.{room}"), Rooms[(Array.IndexOf(Rooms, room) + 1)..].Concat(Roof));

    [Fact]
    public void Who_knows_whom_is_seen() => Assert.NotEmpty(Failing(All.That().ResideInNamespace($"{House}.Desk"), [$"{House}.UserPools"]));

    [Fact]
    public void The_ground_knows_no_room() =>
        Holds(All.That().ResideInNamespaceMatching($"^{House}$").And().DoNotHaveName(Roof), Rooms.Concat(Roof));

    [Fact]
    public void Every_folder_is_a_room() =>
        Assert.Equal(
            Rooms.Order(StringComparer.Ordinal),
            typeof(LocalHost)
                .Assembly.GetTypes()
                .Select(t => (t.Namespace ?? "").Split('.'))
                .Where(n => n is ["CognitoStack", "Local", _, ..])
                .Select(n => n[2])
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void One_class_speaks_to_SQLite() =>
        Assert.Equal([typeof(Sql).FullName], Failing(All.That().DoNotHaveNameStartingWith("<"), ["Microsoft.Data.Sqlite"]));

    private static void Holds(PredicateList types, IEnumerable<string> unknown) =>
        Assert.Empty(Failing(types, [.. unknown.Select(name => $"{House}.{name}")]));

    private static IEnumerable<string> Failing(PredicateList types, string[] unknown) =>
        types.ShouldNot().HaveDependencyOnAny(unknown).GetResult().FailingTypeNames ?? [];
}
