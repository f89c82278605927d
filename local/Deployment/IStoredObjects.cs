namespace CognitoStack.Local.Deployment;

/// <summary>Objects in buckets, for what is deployed from there: templates, and functions' code. Whether somebody may read them has been decided before.</summary>
public interface IStoredObjects
{
    /// <summary>Reads an object; null where there is none.</summary>
    byte[]? Read(string bucket, string key);
}
