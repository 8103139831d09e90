/** Which fields an error complains of, in the formats that services answer in. */
import { complainedFields } from '../../../src/report/check/error-fields.ts';
import fc from '../../fast-check.ts';

const names = (body: string) => complainedFields(body).map(({ field }) => field);

test.each<[string, unknown, readonly string[]]>([
  ['FastAPI', { detail: [{ type: 'missing', loc: ['body', 'amount'], msg: 'Field required' }] }, ['amount']],
  [
    'Spring',
    { status: 400, errors: [{ objectName: 'item', field: 'quantity', defaultMessage: 'must not be null' }] },
    ['quantity'],
  ],
  [
    'RFC 9457',
    { title: 'Not valid', 'invalid-params': [{ name: 'age', reason: 'must be positive' }] },
    ['age'],
  ],
  [
    'JSON:API',
    { errors: [{ source: { pointer: '/data/attributes/title' }, detail: 'can’t be blank' }] },
    ['title'],
  ],
  ['Rails', { errors: { name: ["can't be blank"], price: ['is not a number'] } }, ['name', 'price']],
  [
    'Django',
    { invoice_number: ['This field is required.'], amount: ['A valid number is required.'] },
    ['invoice_number', 'amount'],
  ],
  [
    'Laravel',
    { message: 'The given data was invalid.', errors: { email: ['The email field is required.'] } },
    ['email'],
  ],
  [
    'ASP.NET',
    { title: 'One or more validation errors occurred.', errors: { Name: ['The Name field is required.'] } },
    ['Name'],
  ],
  [
    'ajv in Fastify',
    { statusCode: 400, message: "body must have required property 'quantity'" },
    ['quantity'],
  ],
  [
    'zod',
    { issues: [{ code: 'invalid_type', path: ['lines', 0, 'sku'], message: 'Required' }] },
    ['lines.0.sku'],
  ],
  [
    'class-validator',
    { message: ['name should not be empty', 'price must be a number'], error: 'Bad Request' },
    ['name'],
  ],
  [
    'Go’s validator',
    { error: "Key: 'Item.Name' Error:Field validation for 'Name' failed on the 'required' tag" },
    ['Name'],
  ],
  [
    'express-validator',
    { errors: [{ type: 'field', msg: 'Invalid value', path: 'email', location: 'body' }] },
    ['email'],
  ],
  ['a sentence', { error: 'missing required field "customer_id"' }, ['customer_id']],
  ['a sentence in another order', { error: { message: '"customer" is required' } }, ['customer']],
  ['nothing of the kind', { error: 'Bad Request' }, []],
])('%s', (_, body, fields) => {
  expect(names(JSON.stringify(body))).toEqual(fields);
});

test('a text that is no JSON', () => {
  expect(names('Bad request: missing parameter: customer')).toEqual(['customer']);
  expect(names('<html><body>Bad Request</body></html>')).toEqual([]);
});

test('whatever it is, it ends soon, and names few and short fields', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json({ maxDepth: 12 }), fc.string()), (body) => {
      const fields = complainedFields(body);
      expect(fields.length).toBeLessThanOrEqual(12);
      for (const { field, says } of fields)
        expect([field.length <= 80, says.length <= 160]).toEqual([true, true]);
    }),
  );
});
