export type {
  UpcheckEndpointOptions,
  UpcheckReport,
  UpcheckResult,
  UpcheckSetting,
  UpcheckStatus,
  UpcheckWork,
} from './endpoint-options.ts';
export { type UpcheckEndpoint, upcheckEndpoint } from './upcheck-endpoint.ts';
