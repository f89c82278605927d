// S3's errors, in s3rver's form, and the XML that requests carry.
import { load } from '../child.mjs';

const S3Error = load('s3rver/lib/models/error', 's3rver');
const xml = load('fast-xml-parser', 's3rver');
const he = load('he', 's3rver');
// Those that s3rver knows no status of.
const statuses = { XAmzContentSHA256Mismatch: 400, AccessControlListNotSupported: 400, InvalidTag: 400 };

// s3rver writes names of HTML into it, which XML does not know: &ouml;.
S3Error.prototype.toXML = function toXML() {
  const elements = Object.entries({ Code: this.code, Message: this.message, ...this.detail });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements.map(([name, value]) => `<${name}>${he.escape(String(value))}</${name}>`).join('')}</Error>`;
};

/** Ends a request with an error. */
export function refuse(code, message, detail) {
  const error = new S3Error(code, message, detail);
  if (statuses[code]) Object.assign(error, { status: statuses[code], expose: true });
  throw error;
}

export const notImplemented = (what) => refuse('NotImplemented', `A parameter you provided implies functionality that is not implemented here: ${what}`);
export const noSuchKey = (key) => refuse('NoSuchKey', 'The specified key does not exist.', { Key: key });
export const notMet = (condition) => refuse('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: condition });

/** Reads XML; names, numbers and blanks in it stay what they are. */
export function parse(text, root) {
  const content = xml.validate(text) === true && xml.parse(text, { parseNodeValue: false, trimValues: false, ignoreNameSpace: true, tagValueProcessor: (value) => he.decode(value) })[root];
  return content && typeof content === 'object' ? content
    : refuse('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema.');
}

/** The elements of a name: none, one, or many. */
export const all = (content, name) => [content[name] ?? []].flat();
