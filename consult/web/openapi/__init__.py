"""What this site answers to, as an OpenAPI 3.1 document made from the site itself.

Addresses, methods and converters come from the routes; names of fields and of query arguments are read in
the views and the forms they use. So a new page is described the day it is written, and nothing goes stale.
"""

from consult.web.openapi.document import describe as describe
