using System.Data.Common;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Http;

namespace CognitoStack.Local;

/// <summary>What goes wrong when the host starts or deploys, and is no fault of its own.</summary>
internal static class Mishaps
{
    /// <summary>What a person is told; null for a bug, whose trace somebody will want.</summary>
    public static string? InOneLine(Exception e, string state) =>
        e switch
        {
            DeploymentException or AwsException => e.Message,
            DbException =>
                $"A database in {state} cannot be used: {e.Message} Put back a copy of it, or forget users and data: npm start -- --fresh",
            IOException or UnauthorizedAccessException =>
                $"{e.Message.TrimEnd('.')}. Users and data are in {state}: see that there is space, and that you may write there.",
            _ => null,
        };
}
