using System.Text.Json.Nodes;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.Runtime;

public sealed class LogTests
{
    private readonly MemoryStream output = new();

    [Fact]
    public void A_line_has_time_level_message_request_and_fields()
    {
        var log = new Log(output, new FixedClock(DateTimeOffset.UnixEpoch));
        log.ForRequest("r-1").Info("It works.", json => json.WriteNumber("answer", 42));

        var expected = JsonNode.Parse(
            """
            { "timestamp": "1970-01-01T00:00:00.000Z", "level": "INFO", "message": "It works.", "requestId": "r-1", "answer": 42 }
            """
        );
        Assert.True(JsonNode.DeepEquals(expected, Assert.Single(LogLines.Parse(output))));
    }

    [Fact]
    public void An_exception_is_logged_with_its_type_message_and_stack()
    {
        try
        {
            throw new InvalidDataException("torn");
        }
        catch (InvalidDataException e)
        {
            new Log(output).Error("It broke.", e);
        }

        var line = Assert.Single(LogLines.Parse(output));
        Assert.Equal("ERROR", line.Text("level"));
        Assert.Equal("System.IO.InvalidDataException", line.Text("errorType"));
        Assert.Equal("torn", line.Text("errorMessage"));
        Assert.Contains(nameof(An_exception_is_logged_with_its_type_message_and_stack), line.Text("stackTrace"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_break_in_a_value_does_not_break_the_line()
    {
        new Log(output).Warn("one\r\n{\"level\":\"INFO\"}\ntwo\u2028three");

        Assert.Equal("one\r\n{\"level\":\"INFO\"}\ntwo\u2028three", Assert.Single(LogLines.Parse(output)).Text("message"));
    }

    [Fact]
    public void Lines_of_many_threads_stay_whole()
    {
        var log = new Log(output);
        Parallel.For(0, 200, i => log.ForRequest($"{i}").Info("line"));

        Assert.Equal(200, LogLines.Parse(output).Select(line => line.Text("requestId")).Distinct().Count());
    }
}
