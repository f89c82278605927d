namespace CognitoStack.Configuration;

/// <summary>Somewhere that an action may reach.</summary>
/// <param name="Container">Name in the environment file, or logical ID where the file has none.</param>
/// <param name="Label">What it is, for people: whose, and where.</param>
/// <param name="Owner">Name of the person whose place it is; null: nobody's.</param>
public abstract record Place(string Container, string Label, string? Owner);

/// <summary>An object of a bucket.</summary>
public sealed record ObjectPlace(string Bucket, string Key, string Label, string? Owner) : Place(Bucket, Label, Owner);

/// <summary>A listing of a bucket, below a prefix or not.</summary>
public sealed record ListingPlace(string Bucket, string? Prefix, string Label, string? Owner) : Place(Bucket, Label, Owner);

/// <summary>Items of a table under one leading key or several; null: the request names none.</summary>
public sealed record ItemsPlace(string Table, IReadOnlyList<string>? LeadingKeys, string Label, string? Owner) : Place(Table, Label, Owner);
