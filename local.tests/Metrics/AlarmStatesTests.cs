using CognitoStack.Local.Metrics.Alarms;

namespace CognitoStack.Local.Tests.Metrics;

/// <summary>The tables of CloudWatch's user guide, "Configuring how CloudWatch alarms treat missing data": X breaches, 0 does not, - is missing.</summary>
public sealed class AlarmStatesTests
{
    private const string Stays = "stays";
    private static readonly string[] Treatments = ["missing", "ignore", "breaching", "notBreaching"];

    [Theory]
    [InlineData("0-X-X", "OK", "OK", "OK", "OK")]
    [InlineData("----0", "OK", "OK", "OK", "OK")]
    [InlineData("-----", "INSUFFICIENT_DATA", Stays, "ALARM", "OK")]
    [InlineData("0XX-X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("--X--", "ALARM", Stays, "ALARM", "OK")]
    public void Three_of_three(string points, string missing, string ignore, string breaching, string notBreaching) =>
        Check(points, 3, missing, ignore, breaching, notBreaching);

    [Theory]
    [InlineData("0-X-X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("00X0X", "ALARM", "ALARM", "ALARM", "ALARM")]
    [InlineData("0-X--", "OK", "OK", "ALARM", "OK")]
    [InlineData("----0", "OK", "OK", "ALARM", "OK")]
    [InlineData("---X-", "ALARM", Stays, "ALARM", "OK")]
    public void Two_of_three(string points, string missing, string ignore, string breaching, string notBreaching) =>
        Check(points, 2, missing, ignore, breaching, notBreaching);

    [Fact]
    public void One_breach_of_now_is_not_yet_an_alarm_of_three() => Check("----X", 3, Stays, Stays, "ALARM", "OK");

    private static void Check(string points, int toAlarm, params string[] expected)
    {
        var looked = points.Select((c, i) => new Datapoint(i, c == '-' ? null : 1, c == 'X')).ToList();
        Assert.Equal(expected, Treatments.Select(m => AlarmStates.Of(looked, 3, toAlarm, m) ?? Stays));
    }
}
