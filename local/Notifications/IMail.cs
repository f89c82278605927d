namespace CognitoStack.Local.Notifications;

/// <summary>Takes mails that AWS would send to people.</summary>
public interface IMail
{
    /// <summary>Keeps a mail.</summary>
    /// <param name="recipient">To whom.</param>
    /// <param name="topic">ARN of the topic that sends it.</param>
    /// <param name="subject">Its subject.</param>
    /// <param name="body">Its text.</param>
    Task SendAsync(string recipient, string topic, string subject, string body);
}

/// <summary>Publishes to topics.</summary>
public interface ITopics
{
    /// <summary>Sends a message to whoever has subscribed to a topic.</summary>
    /// <returns>Whether there is such a topic, or somebody who has subscribed to it.</returns>
    Task<bool> PublishAsync(string topic, string subject, string body);
}
