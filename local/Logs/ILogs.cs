namespace CognitoStack.Local.Logs;

/// <summary>Takes what is to be logged to CloudWatch Logs.</summary>
public interface ILogs
{
    /// <summary>Puts an event of now into a stream; group and stream are made where there is none. It does not wait until the event is kept.</summary>
    /// <param name="group">Name of the log group.</param>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="message">What to log.</param>
    void Put(string group, string stream, string message);
}
