namespace CognitoStack.Local.UserPools.Login.Pages;

/// <summary>Marks what a login domain serves beside its pages; nothing else of the host is met by its name.</summary>
internal sealed class OfLoginDomain;
