namespace CognitoStack.Lambda.PreAuthentication;

/// <summary>Why a sign-in was refused: for the operator's log, never for the user.</summary>
public enum RefusalReason
{
    /// <summary>The domain, or one above it, is in the deny list.</summary>
    EmailDomainDenied,

    /// <summary>There is an allow list, and the domain is not in it.</summary>
    EmailDomainNotAllowed,

    /// <summary>There is a list, and the e-mail attribute is no clean address.</summary>
    EmailMalformed,

    /// <summary>There is an allow list, and the user has no e-mail address.</summary>
    EmailMissing,

    /// <summary>The e-mail address is not verified, and has to be.</summary>
    EmailNotVerified,

    /// <summary>The user, a domain of the user's or the app client is in the deny list's table.</summary>
    DenyListed,

    /// <summary>The deny list could not be read in time, and <c>ON_FAILURE</c> is "deny".</summary>
    DenyListUnavailable,

    /// <summary>The app client is for members of certain groups, and the user is in none of them.</summary>
    NotInAllowedGroup,

    /// <summary>The IDs of clients with rules or the user's groups could not be read in time, and <c>ON_FAILURE</c> is "deny"; or such an ID is not there.</summary>
    GroupsUnavailable,

    /// <summary>A first sign-in through a trusted provider has the verified address of an account that is disabled.</summary>
    LinkDestinationDisabled,

    /// <summary>A federated identity could not be linked to the account of its e-mail address.</summary>
    LinkingFailed,
}
